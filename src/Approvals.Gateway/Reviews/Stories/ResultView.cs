using System.Text.Json;

namespace Approvals.Gateway.Reviews.Stories;

/// <summary>What came back for a released call, as one person may see it.</summary>
/// <param name="Json">What its agent got: the result's or the error's JSON. If it is longer than is shown, a JSON text with its beginning.</param>
/// <param name="Left">How many characters more there are.</param>
/// <param name="IsError">Whether it is an error, by its own word.</param>
/// <param name="IsOurs">Whether the gateway answered in its upstream's place.</param>
public sealed record ResultView(string Json, int Left, bool IsError, bool IsOurs)
{
    /// <summary>How much of it is shown, in UTF-16 code units.</summary>
    public const int Most = 64 * 1024;

    /// <summary>Null if there is no answer in it.</summary>
    /// <param name="answerJson">The stored answer: <c>{"result":…}</c> or <c>{"error":…}</c>.</param>
    /// <param name="isMasked">Whether secrets in it are hidden.</param>
    internal static ResultView? Of(string answerJson, bool isMasked)
    {
        using var document = JsonDocument.Parse(answerJson);
        var isError = !document.RootElement.TryGetProperty("result"u8, out var answer);
        if (isError && !document.RootElement.TryGetProperty("error"u8, out answer))
        {
            return null;
        }

        var json = isMasked ? SecretMask.ApplyToAnswer(answer.GetRawText()) : answer.GetRawText();
        var kept = json.Length <= Most ? json.Length : char.IsHighSurrogate(json[Most - 1]) ? Most - 1 : Most;
        return new ResultView(
            // A part of JSON is no JSON: it is shown as text.
            kept == json.Length ? json : JsonSerializer.Serialize(json[..kept], ReviewsJson.Default.String),
            json.Length - kept,
            isError || Member(answer, "isError").ValueKind == JsonValueKind.True,
            // No upstream can say this: what it says under our name is removed before it is stored.
            Member(Member(answer, "_meta"), "approvals/outcome").ValueKind == JsonValueKind.Object);
    }

    private static JsonElement Member(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) ? value : default;
}
