using System.Text.Json;
using Approvals.Policies;

namespace Approvals.Risk;

/// <summary>The risk class that a tool's own annotations suggest. They are its upstream's claim, and no more.</summary>
public static class ToolHints
{
    /// <summary>The member <c>annotations</c> of a tool's definition; Undefined without one.</summary>
    public static JsonElement AnnotationsOf(JsonElement definition) =>
        definition.ValueKind == JsonValueKind.Object && definition.TryGetProperty("annotations"u8, out var annotations) ? annotations : default;

    /// <summary><c>Read</c>, <c>Write</c> or <c>Destructive</c>. What says nothing of itself counts as destructive (MCP specification, tool annotations).</summary>
    /// <param name="annotations">The member <c>annotations</c> of the tool's definition, or Undefined.</param>
    public static string CategoryOf(JsonElement annotations)
    {
        if (Says(annotations, "readOnlyHint"u8) is true)
        {
            // What claims both to read only and to destroy is believed the worse.
            return Says(annotations, "destructiveHint"u8) is true ? "Destructive" : "Read";
        }

        return Says(annotations, "destructiveHint"u8) is false ? "Write" : "Destructive";
    }

    /// <summary>The same of a tool's definition; of one that cannot be read what nobody classified counts as.</summary>
    /// <param name="definitionJson">As the tool was listed; empty if it is not kept any more.</param>
    public static string CategoryOfDefinition(string definitionJson)
    {
        try
        {
            using var definition = JsonDocument.Parse(definitionJson);
            return CategoryOf(AnnotationsOf(definition.RootElement));
        }
        catch (JsonException)
        {
            return RiskWords.Unclassified;
        }
    }

    /// <summary>The facts with what the tool says of itself.</summary>
    public static Facts WithTool(this Facts facts, JsonElement annotations) => facts with { Annotations = annotations, Category = CategoryOf(annotations) };

    private static bool? Says(JsonElement annotations, ReadOnlySpan<byte> hint) =>
        annotations.ValueKind == JsonValueKind.Object && annotations.TryGetProperty(hint, out var value)
            ? value.ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => null }
            : null;
}
