using System.Text.Json;
using Approvals.Calls.Wire;

namespace Approvals.Calls;

/// <summary>What an agent says that it makes a call for, as a text in the call's <c>_meta</c>. It is a claim: people read it, and nothing is judged by it.</summary>
public static class Purpose
{
    /// <summary>Its key in <c>_meta</c>.</summary>
    public const string Key = "approvals/purpose";

    /// <summary>The text, or null if there is none, an empty one, or something else than a text.</summary>
    /// <param name="othersJson">As <see cref="CallParams.OthersJson"/>.</param>
    public static string? Of(string othersJson)
    {
        if (othersJson is "{}")
        {
            return null;
        }

        using var others = JsonDocument.Parse(othersJson);
        return TextIn(RpcEnvelope.Object(others.RootElement, "_meta"));
    }

    /// <summary>Whether the call has no other members than this one.</summary>
    /// <param name="othersJson">As <see cref="CallParams.OthersJson"/>.</param>
    public static bool IsAllOf(string othersJson)
    {
        using var others = JsonDocument.Parse(othersJson);
        return others.RootElement.EnumerateObject().All(member => member.NameEquals("_meta"u8))
            && RpcEnvelope.Object(others.RootElement, "_meta") is var meta && TextIn(meta) is not null && meta.EnumerateObject().Count() == 1;
    }

    private static string? TextIn(JsonElement meta) =>
        meta.ValueKind == JsonValueKind.Object && meta.TryGetProperty(Key, out var purpose) && purpose.ValueKind == JsonValueKind.String
        && purpose.GetString() is { Length: > 0 } text
            ? text
            : null;
}
