using System.Collections.Frozen;
using System.Text;
using Approvals.Calls;
using Approvals.Gateway.Upstreams.Wire;

namespace Approvals.Gateway.Calls.Door;

/// <summary>What the headers of an agent's message must say, so that nobody on the way can read another message than the body.</summary>
internal static class McpHeaders
{
    public const int HeaderMismatch = -32020;
    public const int MethodNotFound = -32601;

    public const string Session = "Mcp-Session-Id";
    public const string LastEventId = "Last-Event-ID";
    private const string Version = "MCP-Protocol-Version";

    private static readonly FrozenSet<string> Methods = FrozenSet.Create(
        StringComparer.Ordinal,
        "initialize", "server/discover", "ping",
        "tools/list", "tools/call",
        "resources/list", "resources/templates/list", "resources/read", "resources/subscribe", "resources/unsubscribe",
        "prompts/list", "prompts/get", "completion/complete", "logging/setLevel", "subscriptions/listen",
        "tasks/get", "tasks/list", "tasks/result", "tasks/cancel", "tasks/update",
        "notifications/initialized", "notifications/cancelled", "notifications/progress", "notifications/message",
        "notifications/roots/list_changed", "notifications/elicitation/complete", "notifications/tasks/status", "notifications/tasks");

    public static string? ProtocolVersion(HttpRequest request) =>
        request.Headers[Version] is { Count: 1 } values && values[0] is { Length: > 0 and <= 64 } version && version.All(IsOfAWord) ? version : null;

    /// <summary>What is wrong with this message's headers or method, with the HTTP status that says so; null if nothing is.</summary>
    public static (int Status, RpcProblem Problem)? ProblemOf(HttpRequest request, RpcMessage message)
    {
        var header = ProtocolVersion(request);
        if (request.Headers[Version].Count > 1 || (header is null && request.Headers.ContainsKey(Version)))
        {
            return Mismatch(message, $"{Version} must be given once, as one word.");
        }

        if (request.Headers.Where(given => GoesOn(given.Key)).Any(given => !given.Value.All(value => value is null || Ascii.IsValid(value))))
        {
            return Mismatch(message, "A header that goes on to the upstream holds a character that is not ASCII.");
        }

        var isModern = Era.IsModern(header) || Era.IsModern(message.ProtocolVersion);
        if (isModern && MirrorProblem(request, message, header) is { } problem)
        {
            return Mismatch(message, problem);
        }

        if (message.Method is { } method && !Methods.Contains(method))
        {
            var status = isModern ? StatusCodes.Status404NotFound : message.Kind == RpcKind.Request ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
            return (status, new RpcProblem(MethodNotFound, "The gateway does not pass this method on.", message.IdJson));
        }

        return message.Kind == RpcKind.Response && (isModern || !request.Headers.ContainsKey(Session))
            ? (StatusCodes.Status400BadRequest, new RpcProblem(RpcProblem.InvalidRequest, "A client answers a server only within a session."))
            : null;
    }

    private static string? MirrorProblem(HttpRequest request, RpcMessage message, string? version)
    {
        if (version is null || (message.ProtocolVersion is { } inBody && inBody != version))
        {
            return $"{Version} does not say what the body's _meta says.";
        }

        if (message.Method is null || One(request, "Mcp-Method") != message.Method)
        {
            return "Mcp-Method does not name the body's method.";
        }

        if (message.Name is null)
        {
            return null;
        }

        return One(request, "Mcp-Name") is { } name && HeaderText.Decode(name) == message.Name
            ? null
            : "Mcp-Name does not name what the body names.";
    }

    private static bool IsOfAWord(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' or '_';

    private static bool GoesOn(string header) =>
        header.StartsWith("Mcp-", StringComparison.OrdinalIgnoreCase) || header.Equals("Accept", StringComparison.OrdinalIgnoreCase);

    private static string? One(HttpRequest request, string name) => request.Headers[name] is { Count: 1 } values ? values[0] : null;

    private static (int Status, RpcProblem Problem) Mismatch(RpcMessage message, string words) =>
        (StatusCodes.Status400BadRequest, new RpcProblem(HeaderMismatch, words, message.IdJson));
}
