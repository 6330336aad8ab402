using System.Net;
using System.Text;
using System.Text.Json;
using Approvals.Gateway.Tests.World.Slack;

namespace Approvals.Browser.Tests.World;

/// <summary>Shows blocks about as Slack does, so that people can look at what is sent there.</summary>
internal static class SlackPicture
{
    private const string Styles = """
        body { font: 15px/1.46 "Liberation Sans", Arial, sans-serif; color: #1d1c1d; background: #fff; margin: 0; padding: 20px; width: 680px; }
        .post { display: grid; grid-template-columns: 44px 1fr; gap: 0 8px; padding: 6px 0; }
        .face { width: 36px; height: 36px; border-radius: 6px; background: #1f3a5f; color: #fff; display: grid; place-items: center; font-weight: 700; }
        .by { font-weight: 700; } .app { font-size: 10px; background: #ebeaeb; padding: 1px 4px; border-radius: 3px; color: #616061; margin-left: 4px; } .when { color: #616061; font-size: 12px; margin-left: 6px; }
        .only { color: #616061; font-size: 13px; } h2 { font-size: 18px; margin: 8px 0; } p { margin: 4px 0; white-space: pre-wrap; overflow-wrap: anywhere; }
        pre { border: 1px solid #dddddd; border-radius: 4px; background: #f8f8f8; padding: 8px; margin: 6px 0; font: 12px/1.5 "Liberation Mono", monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
        blockquote { border-left: 4px solid #dddddd; margin: 4px 0; padding-left: 12px; white-space: pre-wrap; }
        code { color: #c01343; background: #f8f8f8; border: 1px solid #dddddd; border-radius: 3px; padding: 0 3px; font: 12px "Liberation Mono", monospace; }
        button { font: 700 13px "Liberation Sans", Arial, sans-serif; padding: 6px 12px; border-radius: 4px; border: 1px solid #8a8a8a; background: #fff; margin: 8px 8px 4px 0; }
        button.primary { background: #007a5a; border-color: #007a5a; color: #fff; } button.danger { background: #e01e5a; border-color: #e01e5a; color: #fff; }
        .modal { border: 1px solid #bbb; border-radius: 8px; box-shadow: 0 6px 24px #0003; padding: 20px; } .modal h1 { font-size: 22px; margin: 0 0 12px; }
        .field { margin: 14px 0; } .field b { display: block; } .field input[type=text], .field textarea { width: 96%; border: 1px solid #8a8a8a; border-radius: 4px; padding: 6px; font: inherit; }
        .hint { color: #616061; font-size: 13px; } .foot { text-align: right; }
        """;

    /// <summary>A message as it stands in a conversation, with its thread.</summary>
    public static string Of(SlackMessageSeen message, IEnumerable<SlackMessageSeen> thread) =>
        Page(Post(message) + string.Concat(thread.Select(Post)));

    /// <summary>A modal.</summary>
    public static string OfModal(JsonElement view) => Page($"""
        <div class="modal"><h1>{Text(view.GetProperty("title"))}</h1>{Blocks(view.GetProperty("blocks"))}
        <div class="foot"><button>{Text(view.GetProperty("close"))}</button>{(view.TryGetProperty("submit", out var submit) ? $"<button class=\"primary\">{Text(submit)}</button>" : "")}</div></div>
        """);

    private static string Page(string body) => $"<!doctype html><html lang=\"en\"><head><title>Slack</title><style>{Styles}</style></head><body>{body}</body></html>";

    private static string Post(SlackMessageSeen message) => $"""
        <div class="post"><div class="face">A</div><div>{(message.OnlyFor is null ? "" : "<div class=\"only\">Only visible to you</div>")}
        <span class="by">Approvals</span><span class="app">APP</span><span class="when">14:02{(message.Edits > 0 ? " (edited)" : "")}</span>{Blocks(message.Blocks)}</div></div>
        """;

    private static string Blocks(JsonElement blocks) => string.Concat(blocks.EnumerateArray().Select(Block));

    private static string Block(JsonElement block) => block.GetProperty("type").GetString() switch
    {
        "header" => $"<h2>{Text(block.GetProperty("text"))}</h2>",
        "divider" => "<hr>",
        "rich_text" => string.Concat(block.GetProperty("elements").EnumerateArray().Select(Part)),
        "actions" => $"<div>{string.Concat(block.GetProperty("elements").EnumerateArray().Select(Button))}</div>",
        "input" => Field(block),
        var other => throw new InvalidOperationException($"'{other}' is no block that is sent."),
    };

    private static string Part(JsonElement part)
    {
        var runs = string.Concat(part.GetProperty("elements").EnumerateArray().Select(Run));
        return part.GetProperty("type").GetString() switch
        {
            "rich_text_preformatted" => $"<pre>{runs}</pre>",
            "rich_text_quote" => $"<blockquote>{runs}</blockquote>",
            _ => $"<p>{runs}</p>",
        };
    }

    private static string Run(JsonElement run)
    {
        var text = new StringBuilder(WebUtility.HtmlEncode(run.TryGetProperty("text", out var words) ? words.GetString() : run.GetProperty("fallback").GetString()));
        if (run.TryGetProperty("style", out var style))
        {
            foreach (var (name, tag) in new[] { ("bold", "b"), ("italic", "i"), ("code", "code") })
            {
                if (style.TryGetProperty(name, out var on) && on.ValueKind == JsonValueKind.True)
                {
                    text.Insert(0, $"<{tag}>").Append($"</{tag}>");
                }
            }
        }

        return text.ToString();
    }

    private static string Button(JsonElement button) =>
        $"<button class=\"{(button.TryGetProperty("style", out var style) ? style.GetString() : "")}\">{Text(button.GetProperty("text"))}</button>";

    private static string Field(JsonElement block)
    {
        var element = block.GetProperty("element");
        var input = element.TryGetProperty("options", out var options)
            ? string.Concat(options.EnumerateArray().Select(option => $"<label><input type=\"radio\" name=\"r\"> {Text(option.GetProperty("text"))}</label> "))
            : element.TryGetProperty("multiline", out var multiline) && multiline.GetBoolean() ? "<textarea rows=\"3\"></textarea>" : "<input type=\"text\">";
        var hint = block.TryGetProperty("hint", out var said) && said.ValueKind == JsonValueKind.Object ? $"<div class=\"hint\">{Text(said)}</div>" : "";
        return $"<div class=\"field\"><b>{Text(block.GetProperty("label"))}{(block.GetProperty("optional").GetBoolean() ? " <span class=\"hint\">(optional)</span>" : "")}</b>{input}{hint}</div>";
    }

    private static string Text(JsonElement plain) => WebUtility.HtmlEncode(plain.GetProperty("text").GetString()!);
}
