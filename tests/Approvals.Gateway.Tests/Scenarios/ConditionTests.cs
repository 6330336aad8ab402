using Approvals.Gateway.Tests.World;

namespace Approvals.Gateway.Tests.Scenarios;

/// <summary>Rules that look at arguments, at the tool and at the terms, through the running gateway.</summary>
public sealed class ConditionTests : BankStories
{
    private protected override void Arrange(GatewayWorld world) => world.WithFakeClock().WithPolicy("bank", """
        {"version":"1","default":"deny","categories":{"Read":{},"Destructive":{"action":"require_approval","reason":"It may destroy."}},
          "tools":{
            "pay":{
              "require":[{"conditions":[{"path":"args.note","op":"exists","value":true}],"on_deny":"Say what for."}],
              "deny_if":[{"conditions":[{"path":"args.amount","op":"gt","value":10000}],"on_deny":"Over the limit."}],
              "require_approval":[{"conditions":[{"path":"args.amount","op":"gt","value":100}],"reason":"A large payment.","approval":{"reviewers":["sre"],"hold":"2s","require_reason":true}}]}}}
        """);

    [Theory]
    [InlineData(50, "rent", null, """pay {"amount":50,"note":"rent"}""")]
    [InlineData(50, null, "/tools/pay/require/0", "[POLICY DENIED] Say what for.")]
    [InlineData(20000, "rent", "/tools/pay/deny_if/0", "[POLICY DENIED] Over the limit.")]
    public async Task Arguments_decide(int amount, string? note, string? rule, string text)
    {
        await using var alice = await AliceAsync(Agent.Modern);

        var answer = note is null ? await alice.CallsAsync("pay", new { amount }) : await alice.CallsAsync("pay", new { amount, note });

        Assert.Equal(text, answer.Text);
        Assert.Equal(rule, answer.Outcome?.GetProperty("rule").GetString());
    }

    [Fact]
    public async Task A_question_has_its_own_terms_a_reason_and_a_shorter_hold()
    {
        await using var alice = await AliceAsync(Agent.Modern);
        var call = alice.CallsAsync("pay", new { amount = 500, note = "rent" });
        var waits = await Bob.SeesOneAsync();
        Assert.Equal(("/tools/pay/require_approval/0", "A large payment."), (waits.GetProperty("rule").GetString(), waits.GetProperty("reason").GetString()));

        Assert.Equal("approval_pending", (await World.PassTimeUntilAsync(call)).Code);
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, (await Bob.DecideAsync(waits, "approve")).StatusCode);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await Bob.DecideAsync(waits, "approve", "The rent is due.")).StatusCode);

        Assert.Equal("""pay {"amount":500,"note":"rent"}""", (await alice.CallsAsync("pay", new { amount = 500, note = "rent" })).Text);
    }

    [Fact]
    public async Task A_tool_that_says_nothing_of_itself_is_taken_for_the_worst_of_its_kind()
    {
        await using var alice = await AliceAsync(Agent.Modern);
        var call = alice.CallsAsync("look");

        var waits = await Bob.SeesOneAsync();

        Assert.Equal("/categories/Destructive/action", waits.GetProperty("rule").GetString());
        await Bob.DenyAsync(waits);
        Assert.Equal("approval_denied", (await call).Code);
    }
}
