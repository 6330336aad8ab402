using System.Text;
using System.Text.Json;

namespace Approvals.Gateway.Tests.World.Slack;

/// <summary>What Slack documents that it refuses of blocks: https://docs.slack.dev/reference/block-kit.</summary>
internal static class SlackLimits
{
    private static readonly Dictionary<string, string[]> Members = new()
    {
        ["header"] = ["type", "block_id", "text"],
        ["rich_text"] = ["type", "block_id", "elements"],
        ["actions"] = ["type", "block_id", "elements"],
        ["input"] = ["type", "block_id", "label", "element", "optional", "hint", "dispatch_action"],
        ["divider"] = ["type", "block_id"],
        ["section"] = ["type", "block_id", "text", "fields", "accessory"],
        ["context"] = ["type", "block_id", "elements"],
    };

    /// <summary>The first thing that is wrong with the blocks of a message, or null.</summary>
    public static string? Problem(JsonElement blocks, int most = 50)
    {
        if (blocks.GetArrayLength() > most)
        {
            return $"no more than {most} items allowed";
        }

        if (Encoding.UTF8.GetByteCount(blocks.GetRawText()) > 100_000 || Letters(blocks) > 13_200)
        {
            return "msg_blocks_too_long";
        }

        return blocks.EnumerateArray().Select(Block).FirstOrDefault(problem => problem is not null);
    }

    /// <summary>The same for a modal.</summary>
    public static string? ViewProblem(JsonElement view)
    {
        foreach (var (name, most) in new[] { ("title", 24), ("submit", 24), ("close", 24) })
        {
            if (view.TryGetProperty(name, out var text) && Plain(text, most) is { } problem)
            {
                return $"{name}: {problem}";
            }
        }

        var hasInputs = view.GetProperty("blocks").EnumerateArray().Any(block => block.GetProperty("type").GetString() == "input");
        return hasInputs && !view.TryGetProperty("submit", out _) ? "submit: required when an input block is within the blocks array"
            : view.TryGetProperty("private_metadata", out var metadata) && metadata.GetString()!.Length > 3_000 ? "private_metadata: must be less than 3001 characters"
            : view.GetProperty("callback_id").GetString()!.Length > 255 ? "callback_id: must be less than 256 characters"
            : Problem(view.GetProperty("blocks"), 100);
    }

    private static string? Block(JsonElement block)
    {
        var type = block.GetProperty("type").GetString()!;
        if (!Members.TryGetValue(type, out var known))
        {
            return $"unsupported block: {type}";
        }

        if (block.EnumerateObject().FirstOrDefault(member => !known.Contains(member.Name)) is { Value.ValueKind: not JsonValueKind.Undefined } odd)
        {
            return $"{type}: no property {odd.Name}";
        }

        return type switch
        {
            "header" => Plain(block.GetProperty("text"), 150),
            "actions" => block.GetProperty("elements").GetArrayLength() is < 1 or > 25 ? "actions: 1 to 25 elements" : First(block.GetProperty("elements"), Button),
            "input" => Plain(block.GetProperty("label"), 2_000) ?? (block.TryGetProperty("hint", out var hint) ? Plain(hint, 2_000) : null) ?? Input(block.GetProperty("element")),
            "rich_text" => First(block.GetProperty("elements"), RichText),
            "section" => block.GetProperty("text").GetProperty("text").GetString()!.Length > 3_000 ? "section: must be less than 3001 characters" : null,
            _ => null,
        };
    }

    private static string? Button(JsonElement button) =>
        button.GetProperty("type").GetString() != "button" ? "unsupported element"
        : Plain(button.GetProperty("text"), 75)
            ?? Long(button, "action_id", 255) ?? Long(button, "value", 2_000) ?? Long(button, "url", 3_000) ?? Long(button, "accessibility_label", 75)
            ?? (button.TryGetProperty("style", out var style) && style.GetString() is not ("primary" or "danger") ? "style: primary or danger" : null);

    private static string? Input(JsonElement input) => input.GetProperty("type").GetString() switch
    {
        "plain_text_input" => input.TryGetProperty("max_length", out var most) && most.GetInt32() is < 1 or > 3_000 ? "max_length: 1 to 3000" : Long(input, "action_id", 255),
        "radio_buttons" => input.GetProperty("options").GetArrayLength() is < 1 or > 10 ? "options: 1 to 10"
            : First(input.GetProperty("options"), option => Plain(option.GetProperty("text"), 75) ?? Long(option, "value", 150)),
        var other => $"unsupported input: {other}",
    };

    private static string? RichText(JsonElement part)
    {
        if (part.GetProperty("type").GetString() is not ("rich_text_section" or "rich_text_preformatted" or "rich_text_quote" or "rich_text_list"))
        {
            return "unsupported rich text";
        }

        return First(part.GetProperty("elements"), run => run.GetProperty("type").GetString() switch
        {
            "text" => run.GetProperty("text").GetString()!.Length is < 1 or > 4_000 ? "text: 1 to 4000 characters" : null,
            "date" => run.TryGetProperty("timestamp", out _) && run.TryGetProperty("format", out _) ? null : "date: timestamp and format are required",
            var other => $"unsupported rich text element: {other}",
        });
    }

    private static string? Plain(JsonElement text, int most) =>
        text.GetProperty("type").GetString() != "plain_text" ? "must be plain_text"
        : text.GetProperty("text").GetString()!.Length is var length && (length < 1 || length > most) ? $"must be 1 to {most} characters, not {length}"
        : null;

    private static string? Long(JsonElement element, string name, int most) =>
        element.TryGetProperty(name, out var text) && text.GetString()!.Length > most ? $"{name}: must be less than {most + 1} characters" : null;

    private static string? First(JsonElement items, Func<JsonElement, string?> check) => items.EnumerateArray().Select(check).FirstOrDefault(problem => problem is not null);

    private static int Letters(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().Sum(member => member.Name is "text" or "fallback" && member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString()!.Length : Letters(member.Value)),
        JsonValueKind.Array => value.EnumerateArray().Sum(Letters),
        _ => 0,
    };
}
