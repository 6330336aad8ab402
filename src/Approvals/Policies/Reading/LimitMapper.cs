using System.Collections.Immutable;
using Approvals.Policies.Limits;

namespace Approvals.Policies.Reading;

/// <summary>Maps limits, and keeps all counters of a document so that one that is named twice means one thing.</summary>
internal sealed class LimitMapper
{
    // What a counter made for a rate_limit begins with, and no other does.
    public const char Made = '/';
    public const int CounterLength = 100;
    public const long LargestMax = 1_000_000_000;
    private const string PathExample = "\"args.tokens\"";

    public static readonly IReadOnlyDictionary<string, LimitScope> Scopes =
        new LimitScope[] { new LimitScope.Grant(), new LimitScope.Session(), new LimitScope.Upstream(), new LimitScope.Everything() }
            .ToDictionary(scope => scope.ToString(), StringComparer.Ordinal);

    private readonly Dictionary<string, (Limit Limit, int At)> _counters = new(StringComparer.Ordinal);

    /// <summary>One limit a counter, in the order of the text.</summary>
    public IReadOnlyCollection<Limit> All => [.. _counters.Values.OrderBy(known => known.At).Select(known => known.Limit)];

    /// <summary>The limits of one entry, with its shorthand; a counter that it names twice is charged once.</summary>
    public ImmutableArray<Limit> Map(Cursor? limits, Cursor? rateLimit)
    {
        var listed = limits is null ? [] : limits.Items().Select(One).OfType<Limit>().DistinctBy(limit => limit.Counter);
        return rateLimit is not null && Shorthand(rateLimit) is { } made ? [.. listed, made] : [.. listed];
    }

    private Limit? One(Cursor cursor)
    {
        if (cursor.Table(Vocabulary.Limit) is not { } fields)
        {
            return null;
        }

        var counter = fields.Required("counter", "\"calls\"") is { } named ? Counter(named) : null;
        var (window, max) = Quota(fields);
        var scope = fields["scope"] is { } given ? Scope(given) : Scopes["grant"];
        var amountAt = fields["amount"];
        var amount = amountAt is null ? null : Amount(amountAt);
        return counter is not null && window is not null && max is not null && scope is not null && (amountAt is null || amount is not null)
            ? Shared(new Limit(cursor.Pointer, counter, window.Value, max.Value, scope, amount), cursor)
            : null;
    }

    // Its counter is named by its place, so it shares it with no other entry.
    private Limit? Shorthand(Cursor cursor) =>
        cursor.Table(Vocabulary.RateLimit) is { } fields && Quota(fields) is ({ } window, { } max)
            ? Shared(new Limit(cursor.Pointer, cursor.Pointer, window, max, Scopes["session"]), cursor)
            : null;

    private static (TimeSpan? Window, long? Max) Quota(Fields fields)
    {
        var window = fields.Required("window", "\"minute\"") is { } windowAt ? Durations.Window(windowAt) : null;
        return (window, fields.Required("max", "30")?.Whole(1, LargestMax));
    }

    private static string? Counter(Cursor cursor)
    {
        var name = cursor.Text(CounterLength);
        if (name is null || name[0] != Made && !name.Any(char.IsControl))
        {
            return name;
        }

        cursor.Fail($"'counter' must not begin with '{Made}' (counters of rate_limit do) nor have control characters, as \"{PrintableText.Of(name)}\" does");
        return null;
    }

    private Limit Shared(Limit limit, Cursor cursor)
    {
        if (_counters.TryAdd(limit.Counter, (limit, cursor.Node.At)))
        {
            return limit;
        }

        var first = _counters[limit.Counter];
        if ((first.Limit with { Rule = limit.Rule }) != limit)
        {
            var what = first.Limit.Window != limit.Window || first.Limit.Max != limit.Max ? "window or max" : "scope or amount";
            cursor.Fail($"counter '{PrintableText.Of(limit.Counter)}' has another {what} here ({limit.Rule}) than at "
                + $"{cursor.Problems.Place(first.At)} ({first.Limit.Rule}); make them equal, or give one another name");
        }

        return limit;
    }

    private static LimitScope? Scope(Cursor cursor)
    {
        if (cursor.Node is Node.Text { Value: var text })
        {
            if (Scopes.TryGetValue(text, out var scope))
            {
                return scope;
            }

            if (ArgumentPath.Parse(text) is { } path)
            {
                return new LimitScope.Argument(path);
            }
        }

        cursor.MustBe($"\"{string.Join("\", \"", Scopes.Keys)}\", or an argument such as {PathExample}");
        return null;
    }

    private static ArgumentPath? Amount(Cursor cursor)
    {
        if (cursor.Node is Node.Text { Value: var text } && ArgumentPath.Parse(text) is { } path)
        {
            return path;
        }

        cursor.MustBe($"an argument such as {PathExample}");
        return null;
    }
}
