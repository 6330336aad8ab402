using System.Collections.Immutable;

namespace Approvals.Policies.Reading;

/// <summary>Maps limits, and keeps all counters of a document so that one that is named twice means one thing.</summary>
internal sealed class LimitMapper
{
    private static readonly string[] LaterScopes = ["session", "upstream", "global"];

    private readonly Dictionary<string, (Limit Limit, int At)> _counters = new(StringComparer.Ordinal);

    /// <summary>One limit a counter, in the order of the text.</summary>
    public IReadOnlyCollection<Limit> All => [.. _counters.Values.OrderBy(known => known.At).Select(known => known.Limit)];

    /// <summary>The limits of one entry; a counter that it names twice is charged once.</summary>
    public ImmutableArray<Limit> Map(Cursor? limits) =>
        limits is null ? [] : [.. limits.Items().Select(One).OfType<Limit>().DistinctBy(limit => limit.Counter)];

    private Limit? One(Cursor cursor)
    {
        if (cursor.Table(Vocabulary.Limit) is not { } fields)
        {
            return null;
        }

        var counter = fields.Required("counter", "\"calls\"")?.Text(100);
        var windowAt = fields.Required("window", "\"minute\"");
        var window = windowAt is null ? null : Durations.Window(windowAt);
        var max = fields.Required("max", "30")?.Whole(1, 1_000_000_000);
        var scope = fields["scope"] is { } given ? Scope(given) : LimitScope.Grant;
        return counter is not null && window is not null && max is not null && scope is not null
            ? Shared(new Limit(cursor.Pointer, counter, window.Value, max.Value, scope.Value), cursor)
            : null;
    }

    private Limit Shared(Limit limit, Cursor cursor)
    {
        if (!_counters.TryAdd(limit.Counter, (limit, cursor.Node.At)) && _counters[limit.Counter] is var first
            && (first.Limit with { Rule = limit.Rule }) != limit)
        {
            cursor.Fail($"counter '{PrintableText.Of(limit.Counter)}' has another window or max here ({limit.Rule}) than at "
                + $"{cursor.Problems.Place(first.At)} ({first.Limit.Rule}); make them equal, or give one another name");
        }

        return limit;
    }

    private static LimitScope? Scope(Cursor cursor)
    {
        switch (cursor.Node)
        {
            case Node.Text { Value: "grant" }:
                return LimitScope.Grant;
            case Node.Text { Value: var scope } when LaterScopes.Contains(scope) || scope.StartsWith("args.", StringComparison.Ordinal):
                cursor.Fail($"scope '{PrintableText.Of(scope)}' is not supported in this version yet; only 'grant' is");
                return null;
            default:
                cursor.MustBe("\"grant\"");
                return null;
        }
    }
}
