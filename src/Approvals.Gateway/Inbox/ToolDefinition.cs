using System.Text.Json;

namespace Approvals.Gateway.Inbox;

/// <summary>What an upstream says of its own tool. Its words, not ours.</summary>
public sealed record ToolDefinition(string? Title, string? Description, IReadOnlyList<(string Name, string Value)> Annotations)
{
    public static ToolDefinition Of(string json)
    {
        if (ArgumentSummary.TryParse(json) is not { ValueKind: JsonValueKind.Object } definition)
        {
            return new ToolDefinition(null, null, []);
        }

        IReadOnlyList<(string, string)> annotations = definition.TryGetProperty("annotations", out var given) && given.ValueKind == JsonValueKind.Object
            ? [.. given.EnumerateObject().Select(annotation => (annotation.Name, annotation.Value.GetRawText()))]
            : [];
        return new ToolDefinition(Find(definition, "title"), Find(definition, "description"), annotations);
    }

    private static string? Find(JsonElement definition, string name) =>
        definition.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? ArgumentSummary.Text(value) : null;
}
