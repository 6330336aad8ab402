using System.Text.Json;
using Approvals.Rendering;

namespace Approvals.Gateway.Inbox;

/// <summary>What there is to read before deciding, so that nothing can hide behind something long.</summary>
/// <param name="Members">The parsed members, or null if this is not one JSON object.</param>
/// <param name="Sizes">Each member's length in characters, in the members' order.</param>
/// <param name="HasEscapes">Whether anything in it cannot be seen as it is.</param>
public sealed record ArgumentSummary(IReadOnlyList<JsonProperty>? Members, IReadOnlyList<int> Sizes, bool HasEscapes)
{
    public static ArgumentSummary Of(string json)
    {
        if (TryParse(json) is not { ValueKind: JsonValueKind.Object } arguments)
        {
            return new ArgumentSummary(null, [], IsEscaped(json));
        }

        IReadOnlyList<JsonProperty> members = [.. arguments.EnumerateObject()];
        return new ArgumentSummary(
            members,
            [.. members.Select(member => Size(member.Value))],
            members.Any(member => IsEscaped(member.Name) || HoldsEscapes(member.Value)));
    }

    /// <summary>The value of a JSON text, or null if it cannot be read.</summary>
    public static JsonElement? TryParse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The text of a string, or its JSON if it is not one that can be read.</summary>
    public static string Text(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return value.GetRawText();
        }
    }

    private static int Size(JsonElement value) => value.ValueKind == JsonValueKind.String ? Text(value).Length : value.GetRawText().Length;

    private static bool HoldsEscapes(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => IsEscaped(Text(value)),
        JsonValueKind.Array => value.EnumerateArray().Any(HoldsEscapes),
        JsonValueKind.Object => value.EnumerateObject().Any(member => IsEscaped(member.Name) || HoldsEscapes(member.Value)),
        _ => false,
    };

    private static bool IsEscaped(string text) => VisibleText.Parts(text).Any(part => part.Kind == TextPartKind.Escape);
}
