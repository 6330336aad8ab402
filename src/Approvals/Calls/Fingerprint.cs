namespace Approvals.Calls;

/// <summary>The hash of exactly what was asked: it names what a reviewer saw, and is checked again at the release.</summary>
public static class Fingerprint
{
    private const string Label = "approvals/fingerprint/v1";

    /// <summary>64 lower-case hex digits of HMAC-SHA-256: another key, or any other input, gives another fingerprint.</summary>
    /// <param name="key">The installation's key; not empty.</param>
    /// <param name="input">What was asked, of whom, by whom.</param>
    /// <exception cref="ArgumentException">The key is empty, or a JSON text of the input is not strict JSON.</exception>
    public static string Of(ReadOnlySpan<byte> key, FingerprintInput input) => new KeyedHash(Label)
        .Text(input.Upstream)
        .Text(input.UpstreamAddress)
        .Text(input.Params.Tool)
        .Json(input.Params.ArgumentsJson, nameof(CallParams.ArgumentsJson))
        .Json(input.Params.OthersJson, nameof(CallParams.OthersJson))
        .Json(input.DefinitionJson, nameof(FingerprintInput.DefinitionJson))
        .Text(input.Caller.Grant)
        .Text(input.Caller.Owner)
        .Text(input.Caller.Principal)
        .Hex(key);
}
