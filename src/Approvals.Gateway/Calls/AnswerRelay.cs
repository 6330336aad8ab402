using Approvals.Gateway.Configuration;
using Approvals.Gateway.Grants;
using Approvals.Gateway.Upstreams;
using Approvals.Gateway.Upstreams.Wire;

namespace Approvals.Gateway.Calls;

/// <summary>Looks at one message of an upstream and returns it as the agent may see it, or null if it may not.</summary>
internal delegate ReadOnlyMemory<byte>? Screening(ReadOnlyMemory<byte> message);

/// <summary>What an agent's answer is relayed for.</summary>
/// <param name="Http">The response that it goes to.</param>
/// <param name="Grant">Whose it is.</param>
/// <param name="Upstream">Who speaks.</param>
/// <param name="Session">The session that it belongs to, or null.</param>
/// <param name="Screen">What each message passes through.</param>
/// <param name="IdJson">The request that it answers, or null on a stream that answers none.</param>
internal sealed record Relaying(HttpContext Http, Grant Grant, Upstream Upstream, Session? Session, Screening Screen, string? IdJson)
{
    /// <summary>What the client called itself, if the message said so.</summary>
    public (string? Name, string? Version) Client { get; init; }
}

/// <summary>Passes an upstream's answer on as it comes, message by message. Of its headers only those pass that are named here.</summary>
internal sealed class AnswerRelay(Handles handles, GatewayOptions options)
{
    private const string SessionHeader = "Mcp-Session-Id";
    private static readonly string[] Passed = ["MCP-Protocol-Version", "Retry-After", "Allow"];

    /// <summary>Returns whether the request was answered; a stream without a request never is.</summary>
    /// <exception cref="InvalidDataException">A message is too large, or must not be seen.</exception>
    public async Task<bool> RelayAsync(Relaying to, HttpResponseMessage from, CancellationToken stop)
    {
        WriteHead(to, from);
        if (AnswerBody.IsEventStream(from))
        {
            return await RelayStreamAsync(to, from, stop);
        }

        if (AnswerBody.IsJson(from))
        {
            return await RelayJsonAsync(to, from, stop);
        }

        return RelayStatus(to, from);
    }

    private void WriteHead(Relaying to, HttpResponseMessage from)
    {
        foreach (var name in Passed)
        {
            if (from.Headers.TryGetValues(name, out var values) || from.Content.Headers.TryGetValues(name, out values))
            {
                to.Http.Response.Headers[name] = values.Where(CanBeWritten).ToArray();
            }
        }

        if (from.Headers.TryGetValues(SessionHeader, out var ids) && ids.FirstOrDefault() is { Length: > 0 } id)
        {
            // The agent keeps its handle over the session's life; only a new session gets a new one.
            to.Http.Response.Headers[SessionHeader] = to.Session?.Id == id
                ? to.Http.Request.Headers[SessionHeader]
                : handles.Sessions.Seal(new Session(id, to.Grant.Name, to.Grant.Principal, to.Upstream.Name, to.Client.Name, to.Client.Version));
        }
    }

    private async Task<bool> RelayStreamAsync(Relaying to, HttpResponseMessage from, CancellationToken stop)
    {
        var response = to.Http.Response;
        response.StatusCode = (int)from.StatusCode;
        response.ContentType = AnswerBody.EventStream;
        response.Headers.CacheControl = "no-cache, no-transform";
        await response.Body.FlushAsync(stop);

        await foreach (var said in AnswerBody.ReadEventsAsync(from, options.MaxAnswerBytes, stop))
        {
            var passed = said with { Id = said.Id is null ? null : handles.Events.Seal(said.Id, to.Session, to.Grant, to.Upstream) };
            var role = RpcRole.Notice;
            if (!said.Comment && !said.Data.IsEmpty)
            {
                passed = passed with { Data = Screened(to, said.Data) };
                role = to.IdJson is { } id ? RpcAnswer.RoleOf(passed.Data, id) : RpcRole.Notice;
            }

            // Answers to other requests are not this stream's business.
            if (role == RpcRole.Astray)
            {
                continue;
            }

            passed.WriteTo(response.BodyWriter);
            await response.BodyWriter.FlushAsync(stop);

            // The first answer is the last word: what an upstream says after it, or how long it stays on the line, changes nothing.
            if (role is RpcRole.Result or RpcRole.Error)
            {
                return true;
            }
        }

        return false;
    }

    private async Task<bool> RelayJsonAsync(Relaying to, HttpResponseMessage from, CancellationToken stop)
    {
        var message = Screened(to, await AnswerBody.ReadAsync(from, options.MaxAnswerBytes, stop));
        var status = (int)from.StatusCode;

        // Servers write what they like into the body of a 4xx, and clients go by the status.
        if ((status is < 400 or >= 500) && to.IdJson is { } id && RpcAnswer.RoleOf(message, id) is not (RpcRole.Result or RpcRole.Error))
        {
            return false;
        }

        to.Http.Response.StatusCode = status;
        to.Http.Response.ContentType = AnswerBody.Json;
        to.Http.Response.ContentLength = message.Length;
        await to.Http.Response.Body.WriteAsync(message, stop);
        return true;
    }

    // A body in any other form is not passed on: nobody looked at it.
    private static bool RelayStatus(Relaying to, HttpResponseMessage from)
    {
        var status = (int)from.StatusCode;
        if (status is >= 200 and < 300 && to.IdJson is not null)
        {
            return false;
        }

        to.Http.Response.StatusCode = status;
        return status < 500;
    }

    private static bool CanBeWritten(string value) => value.All(letter => letter is >= ' ' and <= '~');

    private static ReadOnlyMemory<byte> Screened(Relaying to, ReadOnlyMemory<byte> message) =>
        to.Screen(message) ?? throw new InvalidDataException("The upstream said something that cannot be judged.");
}
