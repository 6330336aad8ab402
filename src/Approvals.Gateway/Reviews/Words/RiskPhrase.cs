using System.Text.Json;
using Approvals.Risk;

namespace Approvals.Gateway.Reviews.Words;

/// <summary>What a tool may do, by what its upstream says of it: <c>may destroy, by its own account</c>.</summary>
internal static class RiskPhrase
{
    private const string Silent = "says nothing of its risk and counts as destructive";

    /// <param name="definitionJson">The tool's definition as it was listed.</param>
    public static string Of(string definitionJson)
    {
        try
        {
            using var document = JsonDocument.Parse(definitionJson);
            return ToolHints.AnnotationsOf(document.RootElement) is { ValueKind: JsonValueKind.Object } annotations ? Of(annotations) : Silent;
        }
        catch (JsonException)
        {
            return Silent;
        }
    }

    private static string Of(JsonElement annotations) => ToolHints.CategoryOf(annotations) switch
    {
        "Read" => "only reads, by its own account",
        "Write" => "writes but destroys nothing, by its own account",
        _ => annotations.TryGetProperty("destructiveHint", out _) ? "may destroy, by its own account" : Silent,
    };
}
