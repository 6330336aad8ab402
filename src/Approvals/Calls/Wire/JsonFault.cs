namespace Approvals.Calls.Wire;

/// <summary>Why bytes were refused as strict JSON.</summary>
internal abstract record JsonFault(string Words)
{
    /// <summary>No JSON reader takes these bytes, or only a lax one.</summary>
    internal sealed record NotJson(string Words) : JsonFault(Words);

    /// <summary>JSON by its grammar, but readers differ in what they make of it, or how deep they go.</summary>
    internal sealed record Unsafe(string Words) : JsonFault(Words);
}
