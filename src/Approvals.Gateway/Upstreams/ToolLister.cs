using System.Text.Json;
using Approvals.Calls;
using Approvals.Gateway.Configuration;
using Approvals.Gateway.Upstreams.Wire;

namespace Approvals.Gateway.Upstreams;

/// <summary>What a look at an upstream's present list said of one tool.</summary>
internal abstract record Listing
{
    private Listing()
    {
    }

    /// <summary>This is its definition now.</summary>
    public sealed record Listed(string DefinitionJson) : Listing;

    /// <summary>The upstream answered, and has no such tool.</summary>
    public sealed record Gone : Listing;

    /// <summary>The caller's session with the upstream is over.</summary>
    public sealed record SessionOver : Listing;

    /// <summary>No list could be had.</summary>
    public sealed record Unavailable(string Why) : Listing;
}

/// <summary>Asks an upstream for its tools in the present caller's name, raw, when nobody else did or when it matters what it says now.</summary>
internal sealed class ToolLister(HttpUpstream http, ToolDefinitions definitions, GatewayOptions options, TimeProvider clock)
{
    private const int MostPages = 100;
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(15);

    /// <param name="upstream">Whom to ask.</param>
    /// <param name="tool">The tool to look for; all others are remembered too.</param>
    /// <param name="asked">The caller's message: its session, its era, and the members of <c>_meta</c> that the protocol demands.</param>
    /// <param name="stop">Ends the attempt.</param>
    public async Task<Listing> LookAsync(Upstream upstream, string tool, CallerVoice asked, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(Within, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        try
        {
            string? cursor = null;
            var found = false;
            for (var page = 0; page < MostPages; page++)
            {
                var (problem, next, seen) = await PageAsync(upstream, tool, asked, cursor, either.Token);
                if (problem is not null)
                {
                    return problem;
                }

                found |= seen;
                if (next is null)
                {
                    return Conclude(upstream, tool, found);
                }

                cursor = next;
            }

            return new Listing.Unavailable($"its list has more than {MostPages} pages");
        }
        catch (Exception broken) when (broken is OperationCanceledException or HttpRequestException or IOException)
        {
            stop.ThrowIfCancellationRequested();
            return new Listing.Unavailable("its list could not be read");
        }
    }

    private Listing Conclude(Upstream upstream, string tool, bool found)
    {
        if (found)
        {
            return new Listing.Listed(definitions.Find(upstream.Name, tool)!);
        }

        definitions.Forget(upstream.Name, tool);
        return new Listing.Gone();
    }

    private async Task<(Listing? Problem, string? Next, bool Seen)> PageAsync(Upstream upstream, string tool, CallerVoice asked, string? cursor, CancellationToken stop)
    {
        var answer = await http.SendAsync(upstream, asked.Ask("tools/list", cursor), stop);
        if (answer is not UpstreamAnswer.Answered { Response: var response })
        {
            return (new Listing.Unavailable("it could not be reached"), null, false);
        }

        using (response)
        {
            if (response.StatusCode == System.Net.HttpStatusCode.NotFound && asked.SessionId is not null)
            {
                return (new Listing.SessionOver(), null, false);
            }

            await foreach (var message in AnswerBody.ReadEventsAsync(response, options.MaxAnswerBytes, stop))
            {
                using var document = StrictJson.Parse(message.Data, out _);
                if (document is { RootElement.ValueKind: JsonValueKind.Object } && document.RootElement.TryGetProperty("result"u8, out var result))
                {
                    return Learn(upstream, tool, result);
                }
            }

            return (new Listing.Unavailable($"it answered {(int)response.StatusCode} without a list"), null, false);
        }
    }

    private (Listing? Problem, string? Next, bool Seen) Learn(Upstream upstream, string tool, JsonElement result)
    {
        if (result.ValueKind != JsonValueKind.Object || !result.TryGetProperty("tools"u8, out var tools) || tools.ValueKind != JsonValueKind.Array)
        {
            return (new Listing.Unavailable("its list has no tools"), null, false);
        }

        var seen = false;
        foreach (var element in tools.EnumerateArray())
        {
            definitions.Learn(upstream.Name, element);
            seen |= element.ValueKind == JsonValueKind.Object && element.TryGetProperty("name"u8, out var name) && name.ValueEquals(tool);
        }

        var next = result.TryGetProperty("nextCursor"u8, out var cursor) && cursor.ValueKind == JsonValueKind.String ? cursor.GetString() : null;
        return (null, next, seen);
    }
}
