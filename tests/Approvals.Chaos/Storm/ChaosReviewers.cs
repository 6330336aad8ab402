using System.Net.Http.Json;
using System.Text.Json;
using Approvals.Chaos.Checking;
using Approvals.Chaos.Plans;

namespace Approvals.Chaos.Storm;

/// <summary>Two people at the JSON API, who decide whatever is pending, each for themselves, and who try again while nobody answers.</summary>
internal sealed class ChaosReviewers(Storm storm, IReadOnlyDictionary<string, HttpClient> reviewers)
{
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly List<Task> _deciding = [];

    /// <summary>Looks and decides until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                if (await PendingAsync(stop) is { } pending)
                {
                    Begin(pending, stop);
                }

                await Task.Delay(Round, storm.Chronicle.Clock, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await Task.WhenAll(_deciding).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    /// <summary>What waits, or null while nobody can be asked.</summary>
    public async Task<IReadOnlyList<JsonElement>?> PendingAsync(CancellationToken stop)
    {
        try
        {
            var list = await reviewers[KeyPlan.Bob].GetFromJsonAsync<JsonElement>("/api/approvals?status=pending&limit=200", stop);
            return [.. list.GetProperty("items").EnumerateArray()];
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            return null;
        }
    }

    /// <summary>Everything that was ever asked, as it stands now.</summary>
    public async Task<IReadOnlyList<ListedRequest>> ListAllAsync()
    {
        var all = new List<ListedRequest>();
        string? cursor = null;
        do
        {
            var page = await reviewers[KeyPlan.Bob].GetFromJsonAsync<JsonElement>($"/api/approvals?status=all&limit=200&cursor={cursor}");
            all.AddRange(page.GetProperty("items").EnumerateArray().Select(Read));
            cursor = page.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);
        return all;
    }

    private void Begin(IEnumerable<JsonElement> pending, CancellationToken stop)
    {
        foreach (var request in pending.Where(request => _seen.Add(request.GetProperty("id").GetString()!)))
        {
            foreach (var (reviewer, opinion) in KeyPlan.Of(storm.Dice, KeyOf(request)).Opinions)
            {
                _deciding.Add(DecideAsync(request, reviewer, opinion, stop));
            }
        }
    }

    private async Task DecideAsync(JsonElement request, string reviewer, Opinion opinion, CancellationToken stop)
    {
        var key = KeyOf(request);
        await Task.Delay(opinion.After, storm.Chronicle.Clock, stop);
        while (true)
        {
            storm.Chronicle.Add(new Happening.Decides(key, reviewer, opinion.Choice));
            var status = await PostAsync(request, reviewer, opinion.Choice, stop);
            storm.Chronicle.Add(new Happening.DecisionAnswered(key, reviewer, opinion.Choice, status));
            if (status is not null)
            {
                return;
            }

            await Task.Delay(Again, storm.Chronicle.Clock, stop);
        }
    }

    private async Task<int?> PostAsync(JsonElement request, string reviewer, string choice, CancellationToken stop)
    {
        try
        {
            using var answer = await reviewers[reviewer].PostAsJsonAsync(
                $"/api/approvals/{request.GetProperty("id").GetString()}/decision",
                new { decision = choice, reason = $"{reviewer} thinks so.", fingerprint = request.GetProperty("fingerprint").GetString() },
                stop).WaitAsync(Patience, storm.Chronicle.Clock, stop);
            return (int)answer.StatusCode;
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or TimeoutException)
        {
            return null;
        }
    }

    private static string KeyOf(JsonElement request) => request.GetProperty("arguments").GetProperty("key").GetString()!;

    private static ListedRequest Read(JsonElement request) => new(
        request.GetProperty("id").GetString()!,
        KeyOf(request),
        request.GetProperty("status").GetString()!,
        request.GetProperty("outcome").GetString(),
        request.GetProperty("releasedAt") is { ValueKind: JsonValueKind.String } at ? at.GetDateTimeOffset() : null,
        [.. request.GetProperty("decisions").EnumerateArray().Select(decision =>
            new ListedDecision(decision.GetProperty("reviewer").GetString()!, decision.GetProperty("decision").GetString()!))]);
}
