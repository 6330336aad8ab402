using System.Collections.Concurrent;

namespace Approvals.Gateway.Reviews;

/// <summary>Sign-ins that were signed out before their cookie ran out, so that a copy of the cookie is worth nothing.</summary>
internal sealed class EndedSessions(TimeProvider clock)
{
    /// <summary>No cookie is good for longer.</summary>
    public static readonly TimeSpan LongestSession = TimeSpan.FromHours(24);

    private readonly ConcurrentDictionary<string, DateTimeOffset> forgetAt = new(StringComparer.Ordinal);

    /// <summary>Somebody has signed out.</summary>
    public event Action? Added;

    public void Add(string session)
    {
        var now = clock.GetUtcNow();
        foreach (var (old, _) in forgetAt.Where(entry => entry.Value <= now))
        {
            forgetAt.TryRemove(old, out _);
        }

        forgetAt[session] = now + LongestSession;
        Added?.Invoke();
    }

    public bool Has(string session) => forgetAt.ContainsKey(session);
}
