using Approvals.Calls;
using Approvals.Gateway.Configuration;
using Approvals.Gateway.Grants;
using Approvals.Gateway.Policies;
using Approvals.Gateway.Upstreams;
using Approvals.Policies;
using Microsoft.AspNetCore.Mvc;

namespace Approvals.Gateway.Calls.Door;

/// <summary>The door for agents: MCP over streamable HTTP. Everything that can fail with a status fails here, before a call is judged.</summary>
internal sealed class McpEndpoint(
    GrantBook grants, UpstreamBook upstreams, PolicyBook policies, Handles handles, Switchboard switchboard, PassThrough others, GatewayOptions options)
{
    private const int NotFound = -32001;

    private sealed record Door(Grant Grant, Upstream Upstream, Session? Session);

    public static Task PostAsync(HttpContext http, string upstream, [FromServices] McpEndpoint mcp) => WhileHeardAsync(mcp.ReceiveAsync(http, upstream));

    public static Task GetAsync(HttpContext http, string upstream, [FromServices] McpEndpoint mcp) => WhileHeardAsync(mcp.ListenAsync(http, upstream));

    public static Task DeleteAsync(HttpContext http, string upstream, [FromServices] McpEndpoint mcp) => WhileHeardAsync(mcp.EndSessionAsync(http, upstream));

    private static async Task WhileHeardAsync(Task work)
    {
        try
        {
            await work;
        }
        catch (CallerGoneException)
        {
            // Nobody is there to be told anything.
        }
    }

    private async Task ListenAsync(HttpContext http, string upstream)
    {
        if (await EnterAsync(http, upstream) is not { } door)
        {
            return;
        }

        string? lastEventId = null;
        if (http.Request.Headers[McpHeaders.LastEventId] is { Count: > 0 } given
            && (lastEventId = handles.Events.Open(given.ToString(), door.Session, door.Grant, door.Upstream)) is null)
        {
            await http.FailAsync(StatusCodes.Status404NotFound, NotFound, "There is no such event.");
            return;
        }

        await others.GetAsync(http, door.Grant, door.Upstream, PolicyOf(door), door.Session, lastEventId);
    }

    private async Task EndSessionAsync(HttpContext http, string upstream)
    {
        if (await EnterAsync(http, upstream) is { } door)
        {
            await (door.Session is { } session
                ? others.DeleteAsync(http, door.Grant, door.Upstream, session)
                : http.FailAsync(StatusCodes.Status400BadRequest, RpcProblem.InvalidRequest, $"{McpHeaders.Session} is missing."));
        }
    }

    private async Task ReceiveAsync(HttpContext http, string upstream)
    {
        if (await EnterAsync(http, upstream) is not { } door)
        {
            return;
        }

        var body = await PostBody.ReadAsync(http, options.MaxBodyBytes);
        if (body is not PostBody.Read { Bytes: var bytes })
        {
            var refused = (PostBody.Refused)body;
            await http.FailAsync(refused.Status, RpcProblem.InvalidRequest, refused.Why);
            return;
        }

        using var message = RpcMessage.Parse(bytes, out var problem);
        if (message is null)
        {
            await http.FailAsync(StatusCodes.Status400BadRequest, problem!.Code, problem.Message, problem.IdJson);
            return;
        }

        if (McpHeaders.ProblemOf(http.Request, message) is { } wrong)
        {
            await http.FailAsync(wrong.Status, wrong.Problem.Code, wrong.Problem.Message, wrong.Problem.IdJson);
            return;
        }

        var exchange = new Exchange(http, door.Grant, door.Upstream, PolicyOf(door), door.Session, message, McpHeaders.ProtocolVersion(http.Request));
        await switchboard.ConnectAsync(exchange);
    }

    // Who, then where: an upstream that the grant does not have is not there for it.
    private async Task<Door?> EnterAsync(HttpContext http, string name)
    {
        var authorization = http.Request.Headers.Authorization;
        if (authorization.Count != 1 || grants.Find(authorization[0]) is not { } grant)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer realm=\"approvals\"";
            await http.FailAsync(StatusCodes.Status401Unauthorized, NotFound, "A grant's token is missing or unknown: send Authorization: Bearer <grant token>.");
            return null;
        }

        if (!grant.Policies.ContainsKey(name) || upstreams.Find(name) is not { } upstream)
        {
            await http.FailAsync(StatusCodes.Status404NotFound, NotFound, "This grant has no such upstream.");
            return null;
        }

        if (http.Request.Headers[McpHeaders.Session] is not { Count: > 0 } handle)
        {
            return new Door(grant, upstream, null);
        }

        if (handles.Sessions.Open(handle.ToString(), grant, name) is { } session)
        {
            return new Door(grant, upstream, session);
        }

        await http.FailAsync(StatusCodes.Status404NotFound, NotFound, "There is no such session: start a new one with initialize.");
        return null;
    }

    private Policy PolicyOf(Door door) => policies.For(door.Grant.Policies[door.Upstream.Name]);
}
