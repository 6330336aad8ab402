using System.Text.Json;
using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Raw;

namespace Approvals.Gateway.Tests.Scenarios;

/// <summary>What a caller sees while people think.</summary>
public class HeldCallTests : BankStories
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(50);

    private protected override void Arrange(GatewayWorld world) => world.WithFakeClock();

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task The_stream_begins_at_once_and_its_answer_is_the_result(string era)
    {
        using var alice = await AliceOnTheWireAsync(era);

        using var call = await alice.CallAsync("pay", """{"amount":1}""");

        Assert.Equal("text/event-stream", call.MediaType);
        Assert.True(call.Response.Headers.CacheControl!.NoCache);
        await Bob.ApproveAsync(await Bob.SeesOneAsync());
        Assert.Equal("""pay {"amount":1}""", (await call.AnswerAsync()).Text);
    }

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task A_caller_with_a_progress_token_hears_every_ten_seconds_that_its_call_waits(string era)
    {
        using var alice = await AliceOnTheWireAsync(era);
        using var call = await alice.CallAsync("pay", "{}", "\"progressToken\":\"p-1\"");
        await Bob.SeesOneAsync();
        var last = 0d;

        for (var beat = 1; beat <= 3; beat++)
        {
            var before = World.Clock!.GetUtcNow();
            var said = (await World.PassTimeUntilAsync(call.MessageAsync()))!.Value;

            Assert.Equal("notifications/progress", said.GetProperty("method").GetString());
            Assert.Equal("p-1", said.GetProperty("params").GetProperty("progressToken").GetString());
            Assert.StartsWith("Waiting for a person", said.GetProperty("params").GetProperty("message").GetString());
            Assert.True(said.GetProperty("params").GetProperty("progress").GetDouble() > last);
            last = said.GetProperty("params").GetProperty("progress").GetDouble();
            Assert.True(beat > 1 || World.Clock.GetUtcNow() - before >= Heartbeat);
        }
    }

    [Fact]
    public async Task A_caller_without_a_progress_token_gets_comment_lines()
    {
        using var alice = await AliceOnTheWireAsync(Agent.Modern);
        using var call = await alice.CallAsync("pay", "{}");
        await Bob.SeesOneAsync();
        var before = World.Clock!.GetUtcNow();

        Assert.Equal(":", await World.PassTimeUntilAsync(call.LineAsync()));
        Assert.True(World.Clock.GetUtcNow() - before >= Heartbeat);
        Assert.Equal(":", await World.PassTimeUntilAsync(call.LineAsync()));
    }

    [Fact]
    public async Task The_progress_of_the_upstream_goes_on_above_that_of_the_wait()
    {
        using var alice = await AliceOnTheWireAsync(Agent.Modern);
        using var call = await alice.CallAsync("slow", "{}", "\"progressToken\":7");
        var waits = await Bob.SeesOneAsync();
        var waiting = ProgressOf(await World.PassTimeUntilAsync(call.MessageAsync()));

        await Bob.ApproveAsync(waits);
        var halfWay = ProgressOf(await UntilAsync(call, "Half way."));
        var running = ProgressOf(await World.PassTimeUntilAsync(call.MessageAsync()));
        Bank.LetGo();

        Assert.InRange(waiting, double.Epsilon, 0.01);
        Assert.Equal(1, halfWay);
        Assert.InRange(running, 1.0000001, 1.01);
        Assert.Equal("slow {}", (await call.AnswerAsync()).Text);
    }

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task After_the_hold_the_agent_reads_that_its_call_still_waits(string era)
    {
        using var alice = await AliceOnTheWireAsync(era);
        var before = World.Clock!.GetUtcNow();
        using var call = await alice.CallAsync("pay", "{}");
        var waits = await Bob.SeesOneAsync();

        var answer = await World.PassTimeUntilAsync(call.AnswerAsync());

        Assert.True(World.Clock.GetUtcNow() - before >= Hold);
        Assert.True(answer.IsError);
        Assert.StartsWith($"[APPROVAL PENDING] {IdOf(waits)} still waits for a person", answer.Text);
        Assert.Equal("approval_pending", answer.Code);
        Assert.Equal(IdOf(waits), answer.Outcome!.Value.GetProperty("approvalId").GetString());
        Assert.Equal("/tools/pay/action", answer.Outcome.Value.GetProperty("rule").GetString());
        Assert.Equal("pending", (await Bob.GetAsync(IdOf(waits))).GetProperty("status").GetString());
    }

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task The_same_call_after_the_hand_off_goes_on_waiting_and_gets_the_result(string era)
    {
        await using var alice = await AliceAsync(era);
        var first = alice.CallsAsync("pay", new { amount = 5 });
        var waits = await Bob.SeesOneAsync();
        Assert.Equal("approval_pending", (await World.PassTimeUntilAsync(first)).Code);

        var again = alice.CallsAsync("pay", new { amount = 5 });
        await World.SeesCallersAsync(1);
        Assert.Equal(IdOf(waits), IdOf(await Bob.SeesOneAsync()));
        await Bob.ApproveAsync(waits);

        Assert.Equal("""pay {"amount":5}""", (await again).Text);
        Assert.Equal(1, Bank.CountOf("pay"));
    }

    private static double ProgressOf(JsonElement? said) => said!.Value.GetProperty("params").GetProperty("progress").GetDouble();

    private static async Task<JsonElement> UntilAsync(WireCall call, string words)
    {
        while (await call.MessageAsync() is { } said)
        {
            if (said.GetProperty("params").GetProperty("message").GetString() == words)
            {
                return said;
            }
        }

        throw new EndOfStreamException($"Nobody said '{words}'.");
    }
}
