namespace Approvals.Calls;

/// <summary>What a JSON-RPC message is, told by its members alone.</summary>
public enum RpcKind
{
    /// <summary>A method and an id: an answer is owed.</summary>
    Request,

    /// <summary>A method without an id: no answer is owed.</summary>
    Notification,

    /// <summary>An id and either a result or an error.</summary>
    Response,
}
