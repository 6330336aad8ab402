using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Approvals.Gateway.Notifications.Slack.Interactions;
using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Slack;

namespace Approvals.Gateway.Tests.Notifications.Slack;

/// <summary>Slack's own libraries are the judges: of our signatures, of the server that plays Slack here, and of the shape of our blocks.</summary>
public sealed class OfficialLibraryTests : IAsyncLifetime
{
    private static readonly string Clients = Repository.PathOf("tests", "clients");

    private readonly NodeProcess _node = NodeProcess.Start(Path.Combine(Clients, "slack.mjs"));
    private SlackServer _slack = null!;

    public async ValueTask InitializeAsync() => _slack = await SlackServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        await _slack.DisposeAsync();
    }

    [Theory]
    [InlineData("payload=%7B%22a%22%3A1%7D", "", 0, true)]
    [InlineData("payload=grüße", "", 0, true)]
    [InlineData("payload=%7B%22a%22%3A1%7D", "x", 0, false)]
    [InlineData("payload=%7B%22a%22%3A1%7D", "", -301, false)]
    [InlineData("payload=%7B%22a%22%3A1%7D", "", -290, true)]
    public async Task A_signature_is_good_for_us_when_it_is_for_Slack(string text, string added, int age, bool isGood)
    {
        var now = TimeProvider.System.GetUtcNow();
        var timestamp = (now.ToUnixTimeSeconds() + age).ToString(CultureInfo.InvariantCulture);
        var signature = SlackSignature.Of(SlackServer.SigningSecret, timestamp, Encoding.UTF8.GetBytes(text));
        var body = text + added;

        var theirs = await DoAsync(new() { ["do"] = "verify", ["secret"] = SlackServer.SigningSecret, ["timestamp"] = timestamp, ["signature"] = signature, ["body"] = body });

        Assert.Equal(isGood, theirs.GetProperty("good").GetBoolean());
        Assert.Equal(isGood, SlackSignature.IsGood(SlackServer.SigningSecret, timestamp, signature, Encoding.UTF8.GetBytes(body), now));
    }

    [Fact]
    public async Task The_server_that_plays_Slack_is_one_to_Slacks_own_client()
    {
        _slack.Limit("chat.postMessage", seconds: 1);
        var before = TimeProvider.System.GetUtcNow();
        var blocks = new object[] { new { type = "header", text = new { type = "plain_text", text = "Hello" } } };
        var posted = await CallAsync("chat.postMessage", new { channel = SlackServer.Sre, text = "Hello", blocks });
        Assert.True(posted.GetProperty("ok").GetBoolean());
        Assert.True(TimeProvider.System.GetUtcNow() - before >= TimeSpan.FromSeconds(1));

        var updated = await CallAsync("chat.update", new { channel = SlackServer.Sre, ts = posted.GetProperty("ts").GetString(), text = "Bye", blocks });
        Assert.True(updated.GetProperty("ok").GetBoolean());
        Assert.Equal("Bye", Assert.Single(_slack.Messages).Text);
        Assert.Equal("message_not_found", (await CallAsync("chat.update", new { channel = SlackServer.Sre, ts = "1.1", text = "x", blocks })).GetProperty("error").GetString());
        Assert.Equal("channel_not_found", (await CallAsync("chat.postMessage", new { channel = "C0NONE", text = "x", blocks })).GetProperty("error").GetString());
        Assert.Equal(SlackServer.Team, (await CallAsync("auth.test", new { })).GetProperty("team_id").GetString());
    }

    [Fact]
    public async Task Its_Socket_Mode_is_one_too()
    {
        await DoAsync(new() { ["do"] = "listen", ["url"] = _slack.ApiUrl.ToString(), ["token"] = SlackServer.AppToken, ["answer"] = new { response_action = "clear" } });

        var answer = await _slack.Sockets.DeliverAsync(new { type = "view_submission", user = new { id = "U1" } });

        Assert.Equal("clear", answer!.Value.GetProperty("response_action").GetString());
        var heard = await DoAsync(new() { ["do"] = "heard" });
        Assert.Equal("U1", heard.GetProperty("payloads")[0].GetProperty("user").GetProperty("id").GetString());
    }

    private Task<JsonElement> CallAsync(string method, object arguments) =>
        DoAsync(new() { ["do"] = "call", ["url"] = _slack.ApiUrl.ToString(), ["token"] = SlackServer.BotToken, ["method"] = method, ["arguments"] = arguments });

    private async Task<JsonElement> DoAsync(Dictionary<string, object?> command) => await _node.Send(command).Result.WaitAsync(TimeSpan.FromSeconds(30));
}

/// <summary>What the gateway posts, as TypeScript's compiler reads it with Slack's own types.</summary>
public sealed class BlockTypeTests : SlackStories
{
    private protected override string OtherPolicy => """
        {"version":"1","default":"deny","tools":{"pay":{"action":"require_approval","reason":"Moves money.","approval":{"reviewers":["sre"],"risk":"high"}}}}
        """;

    [Fact]
    public async Task Messages_and_forms_have_the_shapes_that_Slack_publishes()
    {
        await using var alice = await AliceAsync(Agent.Modern);
        using var gone = new CancellationTokenSource();
        _ = alice.CallsAsync("pay", new { amount = 900 }, stop: gone.Token);
        var bob = Member(BobInSlack);
        var card = await Slack.SeesCardAsync();
        await bob.ClickAsync(card, "Review");
        await Slack.SeesViewAsync(BobInSlack);
        await Member("U0STRANGER").ClickAsync(card, "Deny");
        await Slack.SeesWhisperAsync("U0STRANGER");
        await gone.CancelAsync();

        var program = new StringBuilder("import type { KnownBlock, ModalView } from '@slack/types';\n");
        var number = 0;
        foreach (var (method, arguments) in Slack.Calls)
        {
            if (method == "views.open")
            {
                program.AppendLine(CultureInfo.InvariantCulture, $"export const x{number++}: ModalView = {arguments.GetProperty("view").GetRawText()};");
            }
            else if (arguments.TryGetProperty("blocks", out var blocks))
            {
                program.AppendLine(CultureInfo.InvariantCulture, $"export const x{number++}: KnownBlock[] = {blocks.GetRawText()};");
            }
        }

        Assert.True(number >= 3);
        Assert.Equal("", await CompileAsync(program.ToString()));
        Assert.Contains("error TS", await CompileAsync(program.Replace("\"plain_text\"", "\"mrkdwn\"").ToString()), StringComparison.Ordinal);
    }

    private static async Task<string> CompileAsync(string program)
    {
        var clients = Repository.PathOf("tests", "clients");
        // Where the compiler finds the types by itself.
        var folder = Directory.CreateDirectory(Path.Combine(clients, "node_modules", ".approvals")).FullName;
        var file = Path.Combine(folder, $"{Path.GetRandomFileName()}.ts");
        await File.WriteAllTextAsync(file, program);
        var start = new ProcessStartInfo(Path.Combine(clients, "node_modules", ".bin", "tsc"), ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--types", "", file])
        {
            WorkingDirectory = clients, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var compiler = Process.Start(start)!;
        var output = await compiler.StandardOutput.ReadToEndAsync() + await compiler.StandardError.ReadToEndAsync();
        await compiler.WaitForExitAsync();
        File.Delete(file);
        return output.Trim();
    }
}
