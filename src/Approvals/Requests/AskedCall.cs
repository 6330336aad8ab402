namespace Approvals.Requests;

/// <summary>Exactly what was asked, by whom: what a reviewer sees and what is sent. Never changed.</summary>
/// <param name="Upstream">The upstream's name.</param>
/// <param name="UpstreamAddress">Where it was when the call came.</param>
/// <param name="Tool">The tool's exact name.</param>
/// <param name="ArgumentsJson">The arguments' text as it came, or null when there were none.</param>
/// <param name="OthersJson">The other members of the call's params, a JSON object's text.</param>
/// <param name="DefinitionJson">The tool's definition as its upstream last listed it.</param>
/// <param name="Grant">The grant's name.</param>
/// <param name="Owner">Who owns the grant.</param>
/// <param name="Principal">Who called, as far as the token says.</param>
/// <param name="Fingerprint">The keyed hash of all of this, lower hex.</param>
/// <param name="CallKey">The keyed hash by which equal calls are found, lower hex.</param>
/// <param name="ClientName">What the client calls itself, or null. A claim, not a fact.</param>
/// <param name="ClientVersion">The version it claims, or null.</param>
/// <param name="Era">The protocol version the call was made in, for example <c>2025-11-25</c>.</param>
public sealed record AskedCall(
    string Upstream,
    string UpstreamAddress,
    string Tool,
    string? ArgumentsJson,
    string OthersJson,
    string DefinitionJson,
    string Grant,
    string Owner,
    string Principal,
    string Fingerprint,
    string CallKey,
    string? ClientName,
    string? ClientVersion,
    string Era)
{
    private AskedTexts _texts = new(ArgumentsJson, OthersJson, DefinitionJson);

    // For the store, which fills the properties.
    private AskedCall()
        : this("", "", "", null, "", "", "", "", "", "", "", null, null, "")
    {
    }

    public string? ArgumentsJson { get => _texts.ArgumentsJson; init => _texts = _texts with { ArgumentsJson = value }; }

    public string OthersJson { get => _texts.OthersJson; init => _texts = _texts with { OthersJson = value }; }

    public string DefinitionJson { get => _texts.DefinitionJson; init => _texts = _texts with { DefinitionJson = value }; }

    /// <summary>How large the three texts are, in bytes of UTF-8; known also when they are erased.</summary>
    public int Bytes { get; private init; } = new AskedTexts(ArgumentsJson, OthersJson, DefinitionJson).CountBytes();

    /// <summary>The same caller's call with other arguments, and their fingerprint. It keeps its key: whoever made it comes back for it.</summary>
    public AskedCall WithArguments(string argumentsJson, string fingerprint) => new(
        Upstream, UpstreamAddress, Tool, argumentsJson, OthersJson, DefinitionJson, Grant, Owner, Principal, fingerprint, CallKey, ClientName, ClientVersion, Era);

    internal void Fill(AskedTexts texts) => _texts = texts;
}

/// <summary>Why a person is asked.</summary>
/// <param name="Rule">The JSON pointer of the rule that fired.</param>
/// <param name="Reason">The policy's words.</param>
/// <param name="Policy">The policy's name.</param>
/// <param name="PolicyVersion">The content hash of the policy.</param>
public sealed record Ground(string Rule, string Reason, string Policy, string PolicyVersion);
