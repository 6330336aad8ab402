using System.Text.Json;
using Microsoft.Extensions.Primitives;

namespace Approvals.Gateway.Upstreams.Wire;

/// <summary>The headers <c>Mcp-Param-*</c> of 2026-07-28, made from a call's arguments where the tool's schema marks a parameter with <c>x-mcp-header</c>.</summary>
internal static class ParamHeaders
{
    /// <param name="definitionJson">The tool's definition.</param>
    /// <param name="argumentsJson">The call's arguments, or null.</param>
    public static IReadOnlyList<KeyValuePair<string, StringValues>> Of(string definitionJson, string? argumentsJson)
    {
        if (argumentsJson is null || !definitionJson.Contains("\"x-mcp-header\"", StringComparison.Ordinal))
        {
            return [];
        }

        using var definition = JsonDocument.Parse(definitionJson);
        using var arguments = JsonDocument.Parse(argumentsJson);
        return [.. Find(Member(definition.RootElement, "inputSchema"), arguments.RootElement)];
    }

    private static IEnumerable<KeyValuePair<string, StringValues>> Find(JsonElement schema, JsonElement value)
    {
        var properties = Member(schema, "properties");
        foreach (var property in properties.ValueKind == JsonValueKind.Object ? properties.EnumerateObject() : default)
        {
            var given = Member(value, property.Name);
            if (Member(property.Value, "x-mcp-header") is { ValueKind: JsonValueKind.String } name && Text(given) is { } text)
            {
                yield return KeyValuePair.Create($"Mcp-Param-{name.GetString()}", new StringValues(HeaderText.Encode(text)));
            }

            foreach (var inner in Find(property.Value, given))
            {
                yield return inner;
            }
        }
    }

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };

    private static JsonElement Member(JsonElement holder, string name) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out var found) ? found : default;
}
