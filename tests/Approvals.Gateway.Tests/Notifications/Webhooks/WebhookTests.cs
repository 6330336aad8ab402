using System.Text.Json.Nodes;
using Approvals.Gateway.Notifications;
using Approvals.Gateway.Notifications.Webhooks;
using Approvals.Gateway.Tests.Scenarios;
using Approvals.Gateway.Tests.World;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Approvals.Gateway.Tests.Notifications.Webhooks;

/// <summary>Programs are told of requests: signed, in order, again until it works, and without anybody waiting for them.</summary>
public sealed class WebhookTests : BankStories
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYq=";
    private const string OldSecret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDC2FVsBQIhrs=";

    private WebhookReceiver audit = null!;
    private WebhookReceiver chat = null!;

    private protected override void Arrange(GatewayWorld world)
    {
        audit = world.Outlive(WebhookReceiver.StartAsync().GetAwaiter().GetResult());
        chat = world.Outlive(WebhookReceiver.StartAsync().GetAwaiter().GetResult());
        world.WithSetting("Webhooks:audit", new JsonObject { ["Url"] = audit.Url, ["Secret"] = Secret, ["PreviousSecret"] = OldSecret })
            .WithSetting("Webhooks:chat", new JsonObject { ["Url"] = chat.Url, ["Secret"] = Secret, ["Arguments"] = true });
    }

    [Fact]
    public async Task What_opens_is_told_and_what_becomes_of_it()
    {
        await using var alice = await AliceAsync(Agent.Modern);
        var call = alice.CallsAsync("pay", new { amount = 900, password = "hunter2" });
        var waits = await Bob.SeesOneAsync();

        var opened = await audit.SeesAsync("approval.opened");
        Assert.Equal(IdOf(waits), opened.Approval.GetProperty("id").GetString());
        Assert.Equal("pending", opened.Approval.GetProperty("status").GetString());
        Assert.Equal($"{World.Url}approvals/{IdOf(waits)}", opened.Approval.GetProperty("page").GetString());
        Assert.False(opened.Approval.TryGetProperty("arguments", out _));
        Assert.Equal("application/json", opened.Headers["content-type"]);

        await Bob.ApproveAsync(waits);
        await call;
        var completed = await audit.SeesAsync("approval.completed");
        Assert.Equal("bob", Assert.Single(completed.Approval.GetProperty("decisions").EnumerateArray()).GetProperty("reviewer").GetString());
        Assert.NotEqual(opened.Id, completed.Id);

        var told = (await chat.SeesAsync("approval.opened")).Approval.GetProperty("arguments");
        Assert.Equal(900, told.GetProperty("amount").GetInt32());
        Assert.DoesNotContain("hunter2", string.Concat(chat.All.Concat(audit.All).Select(message => message.Body)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_official_library_finds_every_message_genuine()
    {
        await using var node = NodeProcess.Start(Path.Combine(Repository.PathOf("tests", "clients"), "webhooks.mjs"));
        await using var alice = await AliceAsync(Agent.Modern);
        var call = alice.CallsAsync("pay", new { note = "grüße \u202e" });
        var waits = await Bob.SeesOneAsync();
        var opened = await audit.SeesAsync("approval.opened");
        var told = await chat.SeesAsync("approval.opened");
        await Bob.DenyAsync(waits);
        await call;

        Assert.True(await IsGoodAsync(Secret, opened, opened.Body));
        Assert.True(await IsGoodAsync(OldSecret, opened, opened.Body));
        Assert.True(await IsGoodAsync(Secret, told, told.Body));
        Assert.False(await IsGoodAsync(OldSecret, told, told.Body));
        Assert.False(await IsGoodAsync(Secret, told, told.Body.Replace("pending", "approved", StringComparison.Ordinal)));
        Assert.False(await IsGoodAsync(Secret, told with { Headers = new Dictionary<string, string>(told.Headers) { ["webhook-id"] = "another" } }, told.Body));

        async Task<bool> IsGoodAsync(string secret, Received message, string body) =>
            (await node.Send(new() { ["do"] = "verify", ["secret"] = secret, ["headers"] = message.Headers, ["body"] = body }).Result).GetProperty("good").GetBoolean();
    }

    [Fact]
    public async Task A_message_that_was_not_taken_comes_again_under_the_same_id_and_readiness_says_why()
    {
        audit.Status = 503;
        await using var alice = await AliceAsync(Agent.Modern);
        var call = alice.CallsAsync("pay");
        var waits = await Bob.SeesOneAsync();
        var first = await audit.SeesAsync("approval.opened");
        await World.Log.SeesAsync("cannot be told of requests");
        using var http = World.Http();
        Assert.Contains("webhook:audit: It answered 503.", await http.GetStringAsync("/healthz/ready"), StringComparison.Ordinal);

        audit.Status = 204;
        await World.Log.SeesAsync("can be told of requests again");

        var (again, earlier) = (audit.All[^1], audit.All[0]);
        Assert.Equal(first.Id, again.Id);
        Assert.Equal(earlier.Body, again.Body);
        Assert.True(long.Parse(again.Headers["webhook-timestamp"], null) > long.Parse(earlier.Headers["webhook-timestamp"], null));
        await Bob.DenyAsync(waits);
        await call;
        await audit.SeesAsync("approval.denied");
    }

    [Fact]
    public async Task A_receiver_that_takes_its_time_holds_up_nobody()
    {
        audit.IsSlow = true;
        await using var alice = await AliceAsync(Agent.Modern);
        var call = alice.CallsAsync("pay");
        var waits = await Bob.SeesOneAsync();
        await audit.SeesAsync("approval.opened");
        await Bob.ApproveAsync(waits);

        Assert.False((await call).IsError);
        await chat.SeesAsync("approval.completed");
        Assert.Single(audit.All);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        audit.Status = 307;
        audit.Header = ("Location", chat.Url.Replace("/hook", "/elsewhere", StringComparison.Ordinal));
        await using var alice = await AliceAsync(Agent.Modern);
        var call = alice.CallsAsync("pay");
        var waits = await Bob.SeesOneAsync();

        Assert.Contains("It answered 307.", (await World.Log.SeesAsync("cannot be told of requests")).Text, StringComparison.Ordinal);
        await Bob.DenyAsync(waits);
        await call;
        await chat.SeesAsync("approval.denied");
        Assert.All(chat.All, message => Assert.StartsWith("msg_", message.Id, StringComparison.Ordinal));
        Assert.Equal(chat.All.Count, chat.All.DistinctBy(message => message.Id).Count());
    }

    [Fact]
    public async Task What_is_being_told_when_the_gateway_is_to_end_is_told_once()
    {
        audit.IsSlow = true;
        using var alice = await AliceOnTheWireAsync(Agent.Modern);
        var first = await LeaveBehindAsync(alice);
        await audit.SeesAsync("approval.opened");

        var ending = World.Services.GetServices<IHostedService>().OfType<Announcer>().Single().StopAsync(default);
        audit.LetGo();
        await ending;
        await RestartAsync();

        // Whoever is told again is told before what came later.
        using var again = await AliceOnTheWireAsync(Agent.Modern);
        using var call = await again.CallAsync("slow", "{}");
        await audit.SeesAsync(message => message.Approval.GetProperty("tool").GetString() == "slow");
        Assert.Single(audit.All, message => message.Approval.GetProperty("id").GetString() == IdOf(first));
    }

    [Fact]
    public async Task What_was_decided_while_the_gateway_was_away_is_told_after_the_restart()
    {
        audit.Status = 500;
        using var alice = await AliceOnTheWireAsync(Agent.Modern);
        var waits = await LeaveBehindAsync(alice);
        await audit.SeesAsync("approval.opened");
        await Bob.DenyAsync(waits, "no");
        await RestartAsync();

        audit.Status = 200;

        Assert.Equal("no", (await audit.SeesAsync("approval.denied")).Approval.GetProperty("decisions")[0].GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYq=")]
    [InlineData("whsec_")]
    [InlineData("whsec_C2FVsBQIhrscChlQIMU=")]
    [InlineData("whsec_not base64")]
    [InlineData("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void What_is_too_short_too_long_or_no_base64_is_no_secret(string? text) => Assert.Null(WebhookSecret.Read(text));
}
