using System.Text.Json;
using System.Text.Json.Nodes;
using Approvals.Cli;
using Approvals.Gateway.Notifications.Slack.Checks;
using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Slack;
using Microsoft.Extensions.Time.Testing;

namespace Approvals.Gateway.Tests.Doctor;

/// <summary>The doctor before a Slack that enforces what Slack does.</summary>
public sealed class SlackDoctorTests : IAsyncLifetime
{
    private const string Secret = "8f742231b10e8888abcd990000000a85";

    private DoctorWorld _world = null!;
    private SlackServer _slack = null!;

    public async ValueTask InitializeAsync() => (_world, _slack) = (await DoctorWorld.StartAsync(), await SlackServer.StartAsync());

    public async ValueTask DisposeAsync()
    {
        await _world.DisposeAsync();
        await _slack.DisposeAsync();
    }

    [Fact]
    public async Task All_that_is_asked_in_Slack_is_there()
    {
        _world.With(_slack, slack => (slack["SigningSecret"], slack["GroupConversations"]) = (Secret, new JsonObject { ["finance"] = "C0FIN" }));

        var (code, lines) = await _world.LookAsync();

        Assert.Equal(ExitCode.Done, code);
        Assert.Equal(
            [
                "ok    Slack bot token: is valid: approvals in the workspace Home (T0HOME).",
                "ok    Slack scopes: are all there: chat:write, im:write.",
                "ok    Slack conversation C0SRE: has the app as a member.",
                "ok    Slack conversation C0FIN: has the app as a member.",
                "ok    Slack signing secret: has the form of one; whether it is the app's own shows at the first click.",
                "ok    Slack app token: opens connections.",
            ],
            lines.Where(line => line.Contains("Slack", StringComparison.Ordinal) && !line.Contains("Slack clock", StringComparison.Ordinal)));
        Assert.Empty(_slack.Messages);
    }

    [Fact]
    public async Task What_is_secret_is_in_no_line()
    {
        _world.With(_slack, slack => slack["SigningSecret"] = Secret);
        _slack.Refuse("auth.test", "invalid_auth");

        var (_, lines) = await _world.LookAsync();

        Assert.All(new[] { SlackServer.BotToken, SlackServer.AppToken, Secret }, secret => Assert.DoesNotContain(lines, line => line.Contains(secret, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("BotToken", "xoxb-another", "FAIL  Slack bot token: is not valid (invalid_auth)")]
    [InlineData("AppToken", "xapp-another", "FAIL  Slack app token: opens no connection (invalid_auth)")]
    [InlineData("SigningSecret", "not-hexadecimal", "warn  Slack signing secret: is not 32 hex digits")]
    public async Task A_secret_of_another_app_is_told(string key, string value, string expected)
    {
        _world.With(_slack, slack => slack[key] = value);

        var (code, lines) = await _world.LookAsync();

        Assert.Equal(expected.StartsWith("FAIL", StringComparison.Ordinal) ? ExitCode.Failed : ExitCode.Done, code);
        Assert.Contains(lines, line => line.StartsWith(expected, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_scope_that_is_missing_is_named()
    {
        _slack.Scopes.Remove("chat:write");
        _slack.Scopes.Remove("users:read.email");
        _world.With(_slack, slack => slack["MatchByEmail"] = true);

        var (code, lines) = await _world.LookAsync();

        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains(lines, line => line.StartsWith("FAIL  Slack scopes: chat:write, users:read.email missing; ", StringComparison.Ordinal));
    }

    [Fact]
    public void The_scopes_are_those_that_the_manifest_asks_for()
    {
        using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "infra", "slack", "manifest.json")));

        var asked = manifest.RootElement.GetProperty("oauth_config").GetProperty("scopes").GetProperty("bot").EnumerateArray().Select(scope => scope.GetString());
        Assert.Equal(SlackCheck.ManifestScopes, asked);
    }

    [Fact]
    public async Task A_conversation_without_the_app_is_told()
    {
        _slack.Conversations.Remove("C0FIN");
        _world.With(_slack, slack => slack["PolicyConversations"] = new JsonObject { ["bank"] = "C0FIN" });

        var (code, lines) = await _world.LookAsync();

        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("FAIL  Slack conversation C0FIN: the app is not a member; run /invite @Approvals in it.", lines);
        Assert.Contains("ok    Slack conversation C0SRE: has the app as a member.", lines);
    }

    [Fact]
    public async Task Where_the_app_may_not_look_at_conversations_that_is_said()
    {
        _slack.Scopes.Remove("channels:read");
        _world.With(_slack);

        var (code, lines) = await _world.LookAsync();

        Assert.Equal(ExitCode.Done, code);
        Assert.Contains(lines, line => line.StartsWith("warn  Slack conversation C0SRE: ", StringComparison.Ordinal) && line.Contains("channels:read", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(-50, "ok  ")]
    [InlineData(50, "ok  ")]
    [InlineData(-70, "FAIL")]
    [InlineData(70, "FAIL")]
    public async Task The_clock_is_compared_with_Slacks(int seconds, string outcome)
    {
        _world.With(_slack);

        var (_, lines) = await _world.LookAsync(new FakeTimeProvider(TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(seconds)));

        Assert.Contains(lines, line => line.StartsWith($"{outcome}  Slack clock: this machine's clock is ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_Slack_that_does_not_answer_is_told()
    {
        _slack.IsDown = true;
        _world.With(_slack);

        var (code, lines) = await _world.LookAsync();

        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains(lines, line => line.StartsWith("FAIL  Slack bot token: cannot be checked: auth.test was answered with HTTP 503.", StringComparison.Ordinal));
    }
}
