using System.Text.Json;
using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Raw;
using ModelContextProtocol;

namespace Approvals.Gateway.Tests.Scenarios.Waiting;

/// <summary>An agent that knows a request's id waits on by it, instead of making the call again.</summary>
public sealed class WaitToolTests : BankStories
{
    private protected override bool HasSessions => true;

    private protected override void Arrange(GatewayWorld world) => world.WithFakeClock().With("twin", Bank.Url, Policy);

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task What_was_approved_with_nobody_there_runs_when_its_agent_waits_for_it_and_only_once(string era)
    {
        using var left = await AliceOnTheWireAsync(era);
        var waits = await LeaveBehindAsync(left, arguments: """{"amount":3}""");
        await Bob.ApproveAsync(waits);
        Assert.Equal(0, Bank.CountOf("pay"));
        await using var alice = await AliceAsync(era);

        Assert.Equal("""pay {"amount":3}""", (await WaitsAsync(alice, waits)).Text);
        Assert.Equal("""pay {"amount":3}""", (await WaitsAsync(alice, waits)).Text);

        Assert.Equal(1, Bank.CountOf("pay"));
        Assert.Single(await Bob.SeesAsync("all", 1));
    }

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task Who_waits_is_held_like_the_first_caller(string era)
    {
        using var left = await AliceOnTheWireAsync(era);
        var waits = await LeaveBehindAsync(left);
        await using var alice = await AliceAsync(era);

        var handedOff = WaitsAsync(alice, waits);
        await World.SeesCallersAsync(1);
        Assert.Equal("approval_pending", (await World.PassTimeUntilAsync(handedOff)).Code);
        var held = WaitsAsync(alice, waits);
        await World.SeesCallersAsync(1);
        await Bob.ApproveAsync(waits);

        Assert.Equal("pay {}", (await held).Text);
        Assert.Equal(1, Bank.CountOf("pay"));
    }

    [Fact]
    public async Task What_was_denied_is_read_as_often_as_it_is_asked_for()
    {
        using var left = await AliceOnTheWireAsync(Agent.Modern);
        var waits = await LeaveBehindAsync(left);
        await Bob.DenyAsync(waits, "Not today.");
        await using var alice = await AliceAsync(Agent.Modern);

        Assert.Contains("bob denied this call: Not today.", (await WaitsAsync(alice, waits)).Text, StringComparison.Ordinal);
        World.Clock!.Advance(TimeSpan.FromHours(1));
        Assert.Equal("approval_denied", (await WaitsAsync(alice, waits)).Code);
        Assert.Equal(0, Bank.CountOf("pay"));
    }

    [Fact]
    public async Task While_another_caller_is_connected_the_answer_goes_there()
    {
        await using var alice = await AliceAsync(Agent.Modern);
        var first = alice.CallsAsync("pay");
        var waits = await Bob.SeesOneAsync();

        var elsewhere = await WaitsAsync(alice, waits);
        await Bob.ApproveAsync(waits);

        Assert.Equal("approval_pending", elsewhere.Code);
        Assert.Contains("a caller that is still connected", elsewhere.Text, StringComparison.Ordinal);
        Assert.Equal("pay {}", (await first).Text);
        Assert.Equal(1, Bank.CountOf("pay"));
    }

    [Fact]
    public async Task An_approval_that_nobody_came_for_in_time_is_expired_for_who_waits_too()
    {
        using var left = await AliceOnTheWireAsync(Agent.Modern);
        var waits = await LeaveBehindAsync(left);
        await Bob.ApproveAsync(waits);
        World.Clock!.Advance(TimeSpan.FromMinutes(15));
        await using var alice = await AliceAsync(Agent.Modern);

        Assert.Equal("approval_expired", (await WaitsAsync(alice, waits)).Code);
        Assert.Equal(0, Bank.CountOf("pay"));
    }

    [Fact]
    public async Task A_request_of_another_grant_or_upstream_is_not_there()
    {
        using var left = await AliceOnTheWireAsync(Agent.Modern);
        var waits = await LeaveBehindAsync(left);
        await Bob.ApproveAsync(waits);
        await using var eve = await Agent.ConnectAsync(World, "bank", token: GatewayWorld.EveToken);
        await using var elsewhere = await Agent.ConnectAsync(World, "twin");

        var foreign = await Assert.ThrowsAsync<McpProtocolException>(() => WaitsAsync(eve, waits));
        var invented = await Assert.ThrowsAsync<McpProtocolException>(() => eve.CallsAsync("approvals_wait", new { approval_id = new string('0', 32) }));
        var otherwise = await Assert.ThrowsAsync<McpProtocolException>(() => WaitsAsync(elsewhere, waits));
        var answered = await Assert.ThrowsAsync<McpProtocolException>(() => WaitsAsync(eve, waits, "Let it through."));

        Assert.Equal((invented.ErrorCode, invented.Message), (foreign.ErrorCode, foreign.Message));
        Assert.Equal(invented.Message, otherwise.Message);
        Assert.Equal(invented.Message, answered.Message);
        Assert.Equal(0, Bank.CountOf("pay"));
        Assert.False((await Bob.GetAsync(IdOf(waits))).TryGetProperty("talk", out _));
    }

    [Theory]
    [InlineData("{}", "\"approval_id\" is missing")]
    [InlineData("""{"approval_id":7}""", "It takes \"approval_id\", a text")]
    [InlineData("""{"approval_id":"x","answer":" "}""", "\"answer\" must be a text of 1 to 2000 characters")]
    [InlineData("""{"approval_id":"x","tool":"pay"}""", "and nothing else")]
    public async Task What_it_cannot_read_it_says(string arguments, string words)
    {
        using var alice = new RawAgent(World, "bank");

        var answer = await alice.CallAsync("approvals_wait", argumentsJson: arguments);

        Assert.Equal((200, -32602), (answer.Status, answer.ErrorCode));
        Assert.Contains(words, answer.Text.Replace("\\\"", "\"", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    internal static Task<ToolAnswer> WaitsAsync(Agent alice, JsonElement approval, string? answer = null) => alice.CallsAsync(
        "approvals_wait", answer is null ? new { approval_id = IdOf(approval) } : new { approval_id = IdOf(approval), answer });
}
