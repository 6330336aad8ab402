namespace Approvals.Calls;

/// <summary>All that a reviewer's decision is about.</summary>
/// <param name="Upstream">The upstream's name.</param>
/// <param name="UpstreamAddress">Where the upstream is: its URL, or its command line.</param>
/// <param name="Params">What is asked for.</param>
/// <param name="DefinitionJson">The tool's definition as the upstream listed it, JSON text.</param>
/// <param name="Caller">Who asks.</param>
public sealed record FingerprintInput(
    string Upstream, string UpstreamAddress, CallParams Params, string DefinitionJson, Caller Caller);
