using Approvals.Calls.Wire;

namespace Approvals.Calls;

/// <summary>Who asked what: equal calls have equal keys, so that a caller who comes again finds the request that it left.</summary>
public static class CallKey
{
    private const string Label = "approvals/call-key/v1";

    /// <summary>64 lower-case hex digits of HMAC-SHA-256 over grant, principal, upstream, tool, arguments and the other params but <c>_meta</c>.</summary>
    /// <param name="key">The installation's key; not empty.</param>
    /// <param name="upstream">The upstream's name.</param>
    /// <param name="params">What is asked for.</param>
    /// <param name="caller">Who asks.</param>
    /// <exception cref="ArgumentException">The key is empty, or a JSON text of the params is not strict JSON.</exception>
    public static string Of(ReadOnlySpan<byte> key, string upstream, CallParams @params, Caller caller) => new KeyedHash(Label)
        .Text(caller.Grant)
        .Text(caller.Principal)
        .Text(upstream)
        .Text(@params.Tool)
        .Json(@params.ArgumentsJson, nameof(CallParams.ArgumentsJson))
        .Json(WithoutMeta(@params.OthersJson), nameof(CallParams.OthersJson))
        .Hex(key);

    private static string WithoutMeta(string othersJson)
    {
        using var others = StrictJson.Require(othersJson, nameof(CallParams.OthersJson));
        var rest = new RawObject();
        foreach (var member in others.RootElement.EnumerateObject().Where(member => !member.NameEquals("_meta"u8)))
        {
            rest.Add(member);
        }

        return rest.ToString();
    }
}
