using System.Text;
using System.Text.Json;

namespace Approvals.Gateway.Tests.World.Slack;

/// <summary>A message as it stands in a conversation.</summary>
internal sealed record SlackMessageSeen(string Conversation, string Ts, string Text, JsonElement Blocks, string? ThreadTs, string? OnlyFor, int Edits)
{
    /// <summary>What a person reads, a line for each block; buttons as [Approve].</summary>
    public string Words => string.Join('\n', Blocks.EnumerateArray().Select(Read));

    public IReadOnlyList<string> Buttons => [.. ButtonElements().Select(button => button.GetProperty("text").GetProperty("text").GetString()!)];

    public JsonElement Button(string text) => ButtonElements().Single(button => button.GetProperty("text").GetProperty("text").GetString() == text);

    /// <summary>The same for the blocks of a modal.</summary>
    public static string WordsOf(JsonElement blocks) => string.Join('\n', blocks.EnumerateArray().Select(Read));

    private IEnumerable<JsonElement> ButtonElements() =>
        Blocks.EnumerateArray().Where(block => block.GetProperty("type").GetString() == "actions").SelectMany(block => block.GetProperty("elements").EnumerateArray());

    private static string Read(JsonElement block) => block.GetProperty("type").GetString() switch
    {
        "header" => $"# {block.GetProperty("text").GetProperty("text").GetString()}",
        "actions" => string.Join(' ', block.GetProperty("elements").EnumerateArray().Select(button => $"[{button.GetProperty("text").GetProperty("text").GetString()}]")),
        "rich_text" => string.Join('\n', block.GetProperty("elements").EnumerateArray().Select(Part)),
        "input" => $"{block.GetProperty("label").GetProperty("text").GetString()}: {Input(block.GetProperty("element"))}",
        var other => $"({other})",
    };

    private static string Part(JsonElement part)
    {
        var text = new StringBuilder();
        foreach (var run in part.GetProperty("elements").EnumerateArray())
        {
            text.Append(run.TryGetProperty("text", out var words) ? words.GetString() : run.GetProperty("fallback").GetString());
        }

        return part.GetProperty("type").GetString() switch
        {
            "rich_text_preformatted" => $"┌\n{text}\n└",
            "rich_text_quote" => $"> {text}",
            _ => text.ToString(),
        };
    }

    private static string Input(JsonElement input) => input.TryGetProperty("options", out var options)
        ? string.Join(" | ", options.EnumerateArray().Select(option => $"( ) {option.GetProperty("text").GetProperty("text").GetString()}"))
        : "____";
}
