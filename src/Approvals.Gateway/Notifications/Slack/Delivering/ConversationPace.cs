using System.Collections.Concurrent;

namespace Approvals.Gateway.Notifications.Slack.Delivering;

/// <summary>Posts to a conversation not faster than Slack wants them: about one a second, https://docs.slack.dev/apis/web-api/rate-limits.</summary>
internal sealed class ConversationPace(TimeProvider clock)
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, DateTimeOffset> next = new(StringComparer.Ordinal);

    /// <summary>Waits for its turn.</summary>
    public async Task WaitAsync(string conversation, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var turn = next.AddOrUpdate(conversation, now + Between, (_, due) => (due > now ? due : now) + Between) - Between;
        if (turn > now)
        {
            await Task.Delay(turn - now, clock, stop);
        }
    }
}
