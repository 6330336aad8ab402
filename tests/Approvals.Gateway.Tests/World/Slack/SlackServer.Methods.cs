using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Approvals.Gateway.Tests.World.Slack;

/// <content>Its methods: https://docs.slack.dev/reference/methods.</content>
internal sealed partial class SlackServer
{
    private IResult Answer(string method, JsonElement arguments, HttpContext context)
    {
        context.Response.Headers["X-OAuth-Scopes"] = string.Join(',', Scopes);
        return method switch
        {
            "auth.test" => Json(new { ok = true, url = "https://home.slack.com/", team = "Home", user = "approvals", team_id = Team, user_id = "U0BOT", bot_id = "B0BOT" }),
            "chat.postMessage" => Need("chat:write") ?? TooFast(arguments) ?? Post(arguments, null),
            "chat.postEphemeral" => Need("chat:write") ?? Post(arguments, arguments.GetProperty("user").GetString()),
            "chat.update" => Need("chat:write") ?? Update(arguments),
            "views.open" => Open(arguments),
            "users.info" => Need("users:read") ?? (Profiles.TryGetValue(Text(arguments, "user"), out var profile) ? Json(new { ok = true, user = profile }) : Refusal("user_not_found")),
            "conversations.info" => Need("channels:read") ?? Json(new { ok = true, channel = new { id = Text(arguments, "channel"), name = "room", is_member = Conversations.Contains(Text(arguments, "channel")) } }),
            "apps.connections.open" => Json(new { ok = true, url = Sockets.NewAddress(_app.Urls.First()) }),
            _ => Refusal("unknown_method"),
        };
    }

    private IResult Post(JsonElement arguments, string? onlyFor)
    {
        var conversation = Text(arguments, "channel");
        if (conversation.StartsWith('U'))
        {
            // A direct message is in a conversation of its own.
            conversation = $"D{conversation[1..]}";
        }
        else if (!conversation.StartsWith('D') && !Conversations.Contains(conversation))
        {
            return Refusal("channel_not_found");
        }

        if (SlackLimits.Problem(arguments.GetProperty("blocks")) is { } problem)
        {
            return Refusal($"invalid_blocks: {problem}");
        }

        var ts = NewTs();
        _messages[(conversation, ts)] = new SlackMessageSeen(
            conversation, ts, Text(arguments, "text"), WithIds(arguments.GetProperty("blocks")),
            arguments.TryGetProperty("thread_ts", out var thread) ? thread.GetString() : null, onlyFor, Edits: 0);
        return onlyFor is null ? Json(new { ok = true, channel = conversation, ts }) : Json(new { ok = true, message_ts = ts });
    }

    private IResult Update(JsonElement arguments)
    {
        var key = (Text(arguments, "channel"), Text(arguments, "ts"));
        if (!_messages.TryGetValue(key, out var message))
        {
            return Refusal("message_not_found");
        }

        if (SlackLimits.Problem(arguments.GetProperty("blocks")) is { } problem)
        {
            return Refusal($"invalid_blocks: {problem}");
        }

        _messages[key] = message with { Text = Text(arguments, "text"), Blocks = WithIds(arguments.GetProperty("blocks")), Edits = message.Edits + 1 };
        return Json(new { ok = true, channel = key.Item1, ts = key.Item2 });
    }

    private IResult Open(JsonElement arguments)
    {
        if (!_triggers.TryRemove(Text(arguments, "trigger_id"), out var trigger))
        {
            return Refusal("invalid_trigger_id");
        }

        if (TimeProvider.System.GetUtcNow() - trigger.At > TimeSpan.FromSeconds(3))
        {
            return Refusal("expired_trigger_id");
        }

        if (SlackLimits.ViewProblem(arguments.GetProperty("view")) is { } problem)
        {
            return Refusal($"invalid_arguments: {problem}");
        }

        _views.Enqueue((trigger.User, arguments.GetProperty("view").Clone()));
        return Json(new { ok = true });
    }

    // About one a second, and a few more for a short while.
    private Limited? TooFast(JsonElement arguments)
    {
        var now = TimeProvider.System.GetUtcNow();
        var posts = _posts.GetOrAdd(Text(arguments, "channel"), _ => new Queue<DateTimeOffset>());
        lock (posts)
        {
            while (posts.TryPeek(out var oldest) && now - oldest > TimeSpan.FromSeconds(Burst))
            {
                posts.Dequeue();
            }

            if (posts.Count > Burst + 1)
            {
                return new Limited(1);
            }

            posts.Enqueue(now);
            return null;
        }
    }

    private IResult? Need(string scope) => Scopes.Contains(scope) ? null : Json(new { ok = false, error = "missing_scope", needed = scope });

    // Slack names the blocks that have no name.
    private static JsonElement WithIds(JsonElement blocks)
    {
        var named = System.Text.Json.Nodes.JsonNode.Parse(blocks.GetRawText())!.AsArray();
        var at = 0;
        foreach (var block in named)
        {
            block!["block_id"] ??= $"b{at++}";
        }

        return JsonSerializer.SerializeToElement(named);
    }

    private static string Text(JsonElement arguments, string name) => arguments.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    private IResult Refusal(string error)
    {
        Refusals.Enqueue(error);
        return Json(new { ok = false, error });
    }

    private static IResult Json(object answer) => Results.Json(answer);

    private sealed class Limited(int seconds) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = 429;
            httpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            return httpContext.Response.WriteAsync("""{"ok":false,"error":"ratelimited"}""");
        }
    }
}
