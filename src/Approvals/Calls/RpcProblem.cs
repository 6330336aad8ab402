namespace Approvals.Calls;

/// <summary>Why a message is refused.</summary>
/// <param name="Code">The JSON-RPC error code.</param>
/// <param name="Message">Words for the caller, in printable ASCII: nothing of the message is echoed raw.</param>
/// <param name="IdJson">The raw JSON text of the request's id, or null where it could not be read safely.</param>
public sealed record RpcProblem(int Code, string Message, string? IdJson = null)
{
    /// <summary>The bytes are not JSON.</summary>
    public const int ParseError = -32700;

    /// <summary>JSON, but not a message that can be read in only one way.</summary>
    public const int InvalidRequest = -32600;

    /// <summary>A sound message whose params are not what its method asks for.</summary>
    public const int InvalidParams = -32602;
}
