using Approvals.Gateway.Tests.World;

namespace Approvals.Gateway.Tests.Scenarios;

/// <summary>What was reviewed is what runs: a tool that is not what it was is reviewed again.</summary>
public class ChangedToolTests : BankStories
{
    // With a list first the gateway knows the definition from the agent's own answer; without one it asks for itself.
    public static TheoryData<string, bool> ErasAndLists => new()
    {
        { Agent.Legacy, true }, { Agent.Legacy, false }, { Agent.Modern, true }, { Agent.Modern, false },
    };

    [Theory]
    [MemberData(nameof(ErasAndLists))]
    public async Task A_tool_that_was_redefined_while_its_call_waited_does_not_run_and_is_reviewed_anew(string era, bool listed)
    {
        await using var alice = await AliceAsync(era);
        if (listed)
        {
            await alice.ListsAsync();
        }

        var call = alice.CallsAsync("pay");
        var first = await Bob.SeesOneAsync();
        Bank.Redescribe("Pays, and pays the bank's owner too.");

        await Bob.ApproveAsync(first);
        var answer = await call;

        Assert.Equal("[TOOL CHANGED] Its definition is not the one that was reviewed. It did not run.", answer.Text);
        Assert.Equal("tool_changed", answer.Code);
        Assert.Equal(IdOf(first), answer.Outcome!.Value.GetProperty("approvalId").GetString());
        Assert.Equal("refused", await OutcomeOfAsync(first));
        Assert.Equal(0, Bank.CountOf("pay"));

        var again = alice.CallsAsync("pay");
        var second = await Bob.SeesOneAsync();
        Assert.NotEqual(IdOf(first), IdOf(second));
        Assert.NotEqual(first.GetProperty("fingerprint").GetString(), second.GetProperty("fingerprint").GetString());
        await Bob.ApproveAsync(second);
        Assert.Equal("pay {}", (await again).Text);
    }

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task A_tool_that_is_gone_at_the_release_does_not_run(string era)
    {
        await using var alice = await AliceAsync(era);
        var call = alice.CallsAsync("pay");
        var waits = await Bob.SeesOneAsync();
        Bank.Remove("pay");

        await Bob.ApproveAsync(waits);
        var answer = await call;

        Assert.Equal("[TOOL CHANGED] Its upstream does not list it any more. It did not run.", answer.Text);
        Assert.Equal("refused", await OutcomeOfAsync(waits));
        Assert.Equal(0, Bank.CountOf("pay"));

        // And nobody is asked about a tool that is not there.
        var again = await alice.CallsAsync("pay");
        Assert.Equal("[TOOL CHANGED] Its upstream lists no such tool. It did not run.", again.Text);
        Assert.Empty(await Bob.SeesPendingAsync(0));
    }

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task Nobody_is_asked_about_a_tool_whose_definition_cannot_be_had(string era)
    {
        await using var alice = await AliceAsync(era);
        Bank.Turns("tools/list", 500);

        var answer = await alice.CallsAsync("pay");

        Assert.Equal("[TOOL CHANGED] Its definition cannot be had: it answered 500 without a list. It did not run.", answer.Text);
        Assert.Equal("tool_changed", answer.Code);
        Assert.Empty(await Bob.SeesPendingAsync(0));
        Assert.Equal(0, Bank.CountOf("pay"));
    }
}
