using System.Collections.Concurrent;

namespace Approvals.Gateway.Reviews.Live;

/// <summary>
/// Who looks at which request just now, as far as their pages are connected to this replica. It tells people and decides nothing. A page
/// says every few seconds that it is still being looked at, so that one that fell silent is soon forgotten.
/// </summary>
internal sealed class Presence(TimeProvider clock)
{
    /// <summary>How long a word of a page holds. Pages repeat it after half of this.</summary>
    public static readonly TimeSpan Holds = TimeSpan.FromSeconds(8);

    private readonly ConcurrentDictionary<string, Glance> glances = new(StringComparer.Ordinal);

    /// <summary>Notes what a connection looks at. Returns whether that is news to others.</summary>
    public bool Look(string connection, string person, string request)
    {
        var glance = new Glance(person, request, clock.GetUtcNow() + Holds);
        var isNews = !glances.TryGetValue(connection, out var before) || (before.Person, before.Request) != (person, request);
        glances[connection] = glance;
        return isNews;
    }

    /// <summary>What a connection looks at, or null.</summary>
    public string? RequestOf(string connection) => glances.GetValueOrDefault(connection)?.Request;

    /// <summary>Forgets a connection. Returns whether that is news to others.</summary>
    public bool Leave(string connection) => glances.TryRemove(connection, out _);

    /// <summary>Forgets pages that fell silent. Returns whether there were any.</summary>
    public bool ForgetTheSilent()
    {
        var now = clock.GetUtcNow();
        var silent = glances.Where(glance => glance.Value.Until <= now).ToList();
        silent.ForEach(glance => glances.TryRemove(glance));
        return silent.Count > 0;
    }

    /// <summary>Who looks at this request besides one person, in the order of their names.</summary>
    public IReadOnlyList<string> OthersAt(string request, string person)
    {
        var now = clock.GetUtcNow();
        return [.. glances.Values
            .Where(glance => glance.Request == request && glance.Person != person && glance.Until > now)
            .Select(glance => glance.Person).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private sealed record Glance(string Person, string Request, DateTimeOffset Until);
}
