using System.Net;
using Approvals.Chaos.Checking;
using Approvals.Chaos.Plans;

namespace Approvals.Chaos.Storm;

/// <summary>Makes one call after the other, and comes back with each until it has an answer that is one.</summary>
internal sealed class ChaosAgent(string name, string token, bool isModern, Storm storm)
{
    // Longer than any hold and any upstream: what takes longer hangs.
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(30);

    private readonly Random _pauses = storm.Dice.For("pauses", name);
    private string? _session;
    private int _lastId;

    private string Era => isModern ? "2026-07-28" : "2025-11-25";

    /// <param name="enough">From then on it makes no new call.</param>
    /// <param name="end">From then on it does not come back either.</param>
    public async Task RunAsync(CancellationToken enough, CancellationToken end)
    {
        for (var number = 0; !enough.IsCancellationRequested; number++)
        {
            var key = $"{name}-{number:0000}";
            try
            {
                await CallAsync(key, end);
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested)
            {
                storm.Chronicle.Add(new Happening.GaveUp(key));
                return;
            }
        }
    }

    private async Task CallAsync(string key, CancellationToken end)
    {
        var plan = KeyPlan.Of(storm.Dice, key);
        for (var attempt = 0; ; attempt++)
        {
            var stay = attempt < plan.Stays.Count ? plan.Stays[attempt] : null;
            var ended = await TryAsync(key, plan, attempt, stay, end);
            storm.Chronicle.Add(ended);
            if (ended is Happening.Answered { Answer.IsFinal: true })
            {
                return;
            }

            if (plan.Abandons && ended is Happening.Parted { How: not Parting.Broke })
            {
                storm.Chronicle.Add(new Happening.Abandoned(key));
                return;
            }

            // A gateway that is down is not helped by being asked all the time.
            var isBroken = ended is Happening.Parted { How: Parting.Broke };
            await Task.Delay(isBroken ? _pauses.Milliseconds(200, 1000) : _pauses.Milliseconds(20, 300), storm.Chronicle.Clock, end);
        }
    }

    private async Task<Happening.OfKey> TryAsync(string key, KeyPlan plan, int attempt, Stay? stay, CancellationToken end)
    {
        try
        {
            if (!isModern && _session is null)
            {
                await InitializeAsync(end);
            }

            storm.Chronicle.Add(new Happening.Asked(key, attempt));
            using var call = new AgentCall(storm.Gateway);
            var id = ++_lastId;
            using var request = Request(id, key, plan);
            var asked = call.AskAsync(request, id, end);
            var how = stay is null ? Parting.Broke : await StayAsync(call, asked, id, stay, end);
            return await asked.WaitAsync(EndsWithin, storm.Chronicle.Clock, end) is { } answer
                ? new Happening.Answered(key, answer)
                : Parted(key, how, "the stream ended without an answer");
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or TimeoutException)
        {
            // A session that the gateway does not know is begun anew, as the protocol says.
            _session = broken is HttpRequestException { StatusCode: HttpStatusCode.NotFound } ? null : _session;
            return Parted(key, stay is null ? Parting.Broke : stay.How, $"{broken.GetType().Name}: {broken.Message}");
        }
    }

    private async Task<Parting> StayAsync(AgentCall call, Task asked, int id, Stay stay, CancellationToken end)
    {
        if (await Task.WhenAny(asked, Task.Delay(stay.For, storm.Chronicle.Clock, end)) == asked)
        {
            return Parting.Broke;
        }

        if (stay.How == Parting.TimedOut && !isModern)
        {
            await CancelAsync(id, end);
        }

        call.Leave();
        return stay.How;
    }

    private Happening.Parted Parted(string key, Parting how, string why) => new(key, how, CancelsWhatRuns: isModern && how != Parting.Broke, why);

    private async Task InitializeAsync(CancellationToken end)
    {
        using var http = new HttpClient { BaseAddress = storm.Gateway };
        using var request = AgentCall.Post(token, $$$"""{"jsonrpc":"2.0","id":{{{++_lastId}}},"method":"initialize","params":{"protocolVersion":"{{{Era}}}","capabilities":{},"clientInfo":{"name":"{{{name}}}","version":"1"} } }""");
        using var response = await http.SendAsync(request, end);
        response.EnsureSuccessStatusCode();
        _session = response.Headers.GetValues("Mcp-Session-Id").Single();
    }

    // A word that gets lost is lost: the closed connection says the same.
    private async Task CancelAsync(int id, CancellationToken end)
    {
        try
        {
            using var http = new HttpClient { BaseAddress = storm.Gateway };
            using var request = AgentCall.Post(token, $$$"""{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":{{{id}}},"reason":"It took too long."}}""", Headers("notifications/cancelled"));
            using var response = await http.SendAsync(request, end);
        }
        catch (HttpRequestException)
        {
        }
    }

    private HttpRequestMessage Request(int id, string key, KeyPlan plan)
    {
        var meta = new List<string>();
        if (isModern)
        {
            meta.Add($$$""" "io.modelcontextprotocol/protocolVersion":"{{{Era}}}","io.modelcontextprotocol/clientCapabilities":{},"io.modelcontextprotocol/clientInfo":{"name":"{{{name}}}","version":"1"} """);
        }

        if (plan.HearsProgress)
        {
            meta.Add($"\"progressToken\":{id}");
        }

        var body = $$$"""{"jsonrpc":"2.0","id":{{{id}}},"method":"tools/call","params":{"name":"{{{plan.Tool}}}","arguments":{"key":"{{{key}}}"},"_meta":{ {{{string.Join(',', meta)}}} } } }""";
        return AgentCall.Post(token, body, [.. Headers("tools/call"), .. isModern ? new[] { ("Mcp-Name", plan.Tool) } : []]);
    }

    private IEnumerable<(string Name, string Value)> Headers(string method)
    {
        yield return ("MCP-Protocol-Version", Era);
        if (isModern)
        {
            yield return ("Mcp-Method", method);
        }
        else
        {
            yield return ("Mcp-Session-Id", _session!);
        }
    }
}
