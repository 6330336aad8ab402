using System.Text.Json;

namespace Approvals.Calls.Wire;

/// <summary>
/// Names that mean something at one place of a message. Some readers fold case: to them "Name" or "paramſ" is a second
/// "name" or "params" that nobody judged, so such imitations are refused.
/// </summary>
internal sealed class ReservedNames(string prefix, params string[] names)
{
    public const string ProtocolPrefix = "io.modelcontextprotocol/";

    public static readonly ReservedNames OfEnvelope = new("", "jsonrpc", "id", "method", "params", "result", "error");

    public static readonly ReservedNames OfParams = new(
        "", "name", "arguments", "_meta", "uri", "cursor", "requestState", "inputResponses", "task", "taskId");

    public static readonly ReservedNames OfMeta = new(
        ProtocolPrefix,
        "progressToken",
        ProtocolPrefix + "protocolVersion",
        ProtocolPrefix + "clientInfo",
        ProtocolPrefix + "clientCapabilities");

    /// <summary>The first reserved name that a member of the object imitates without being it, or null.</summary>
    public string? ImitatedIn(JsonElement element)
    {
        foreach (var member in element.EnumerateObject())
        {
            if (ImitatedBy(member.Name) is { } reserved)
            {
                return reserved;
            }
        }

        return null;
    }

    private string? ImitatedBy(string name)
    {
        if (Array.IndexOf(names, name) >= 0)
        {
            return null;
        }

        if (prefix.Length > 0 && name.Length >= prefix.Length
            && !name.StartsWith(prefix, StringComparison.Ordinal) && SameFolded(name.AsSpan(0, prefix.Length), prefix))
        {
            return prefix;
        }

        return Array.Find(names, reserved => SameFolded(name, reserved));
    }

    /// <summary>Whether a reader that folds case takes both for the same name.</summary>
    public static bool SameFolded(ReadOnlySpan<char> name, string reserved)
    {
        if (name.Length != reserved.Length)
        {
            return false;
        }

        for (var i = 0; i < name.Length; i++)
        {
            if (Fold(name[i]) != Fold(reserved[i]))
            {
                return false;
            }
        }

        return true;
    }

    // The four letters outside ASCII that Unicode folds to an ASCII letter; .NET's invariant casing leaves some of them alone.
    private static char Fold(char letter) => letter switch
    {
        '\u017F' => 'S',
        '\u212A' => 'K',
        '\u0130' or '\u0131' => 'I',
        _ => char.ToUpperInvariant(letter),
    };
}
