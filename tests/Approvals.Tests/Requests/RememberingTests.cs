using Approvals.Policies;
using Approvals.Requests;

namespace Approvals.Tests.Requests;

/// <summary>An approval that counts for equal calls: when it does, and all the cases in which people are asked.</summary>
public sealed class RememberingTests
{
    private const string Reads = """{"name":"look","annotations":{"readOnlyHint":true,"destructiveHint":false}}""";
    private const string Writes = """{"name":"note","annotations":{"destructiveHint":false}}""";

    [Theory]
    [InlineData(Reads, null)]
    [InlineData(Writes, null)]
    [InlineData("""{"name":"pay","annotations":{"destructiveHint":true}}""", "Its tool counts as destructive: such a call is approved once.")]
    [InlineData("""{"name":"pay"}""", "Its tool counts as destructive: such a call is approved once.")]
    public void A_tool_that_may_destroy_is_approved_once(string definition, string? why) => Assert.Equal(why, Opened(definition: definition).WhyNotRemember());

    [Fact]
    public void The_policy_has_to_allow_it_and_nothing_of_high_risk_is_remembered()
    {
        Assert.Equal("The policy wants to be asked about each of these calls.", Opened(Asked.Of(1)).WhyNotRemember());
        Assert.Equal("A call of this risk is approved once.", Opened(Lasting(1) with { Risk = "high" }).WhyNotRemember());

        var request = Opened(Asked.Of(1));
        Assert.IsType<DecisionAnswer.NotAllowed>(Approves(request, Asked.Bob));
        Assert.Empty(request.Decisions);
    }

    [Fact]
    public void An_equal_call_is_approved_by_the_same_people_and_says_so()
    {
        var first = Remembered();
        var next = Opened(id: "next", at: 5);

        Assert.Same(first, Repeats(next, [first], 5));

        Assert.Equal(RequestStatus.Approved, next.Status);
        var decision = Assert.Single(next.Decisions);
        Assert.Equal(("bob", "remembered", "As in request id, which counts for equal calls.", false), (decision.Reviewer, decision.Via, decision.Reason, decision.Remember));
        Assert.IsType<ReleaseAnswer.Released>(next.Releases(Asked.At(6)));
        // What was repeated counts for nothing itself.
        Assert.Null(next.RememberedUntil());
    }

    public static TheoryData<string> Obstacles =>
        ["too late", "other arguments", "not remembered", "one voice of two", "taken back", "lost the role", "the owner now", "altered", "erased", "used up", "other terms", "denied"];

    [Theory]
    [MemberData(nameof(Obstacles))]
    public void People_are_asked_in_every_other_case(string obstacle)
    {
        var (first, next) = (obstacle is "one voice of two" ? HalfRemembered() : Remembered(), Opened(id: "next"));
        var at = 5.0;
        Func<string, Reviewer?> people = Asked.Everybody;
        List<ApprovalRequest> equal = [first];
        switch (obstacle)
        {
            case "too late":
                at = 11;
                break;
            case "other arguments":
                next = Opened(id: "next", print: "another");
                break;
            case "not remembered":
                equal = [Opened()];
                equal[0].Approves(Asked.Bob);
                break;
            case "taken back":
                Assert.IsType<WithdrawalAnswer.Recorded>(first.Withdraw(Asked.Carol, "Enough.", "web", Asked.At(3), Asked.Claim));
                break;
            case "lost the role":
                people = id => Asked.Everybody(id)! with { Roles = [Role.Viewer] };
                break;
            case "the owner now":
                people = id => Asked.Everybody(id)! with { Email = "alice@example.com" };
                break;
            case "altered":
                first.Restore(null, null, [], isAltered: true);
                break;
            case "erased":
                first.Erase(Asked.At(3), Asked.Claim);
                break;
            case "used up":
                for (var use = 0; use < Remembering.MostUses; use++)
                {
                    var used = Opened(id: $"{use}", at: 2);
                    Assert.NotNull(Repeats(used, equal, 2));
                    equal.Add(used);
                }

                break;
            case "other terms":
                next = Opened(Lasting(2), id: "next");
                break;
            case "denied":
                equal = [Opened()];
                equal[0].Denies(Asked.Bob);
                break;
        }

        Assert.Null(next.Repeat(equal, people, Asked.At(at), Asked.Claim));
        Assert.Equal(RequestStatus.Pending, next.Status);
        Assert.Empty(next.Decisions);
    }

    [Fact]
    public void The_whole_quorum_has_to_want_it()
    {
        var both = Opened(Lasting(2));
        Approves(both, Asked.Bob);
        Approves(both, Asked.Carol);
        var next = Opened(Lasting(2), id: "next");

        Assert.Same(both, Repeats(next, [both], 5));
        Assert.Equal(["bob", "carol"], next.Decisions.Select(decision => decision.Reviewer));
    }

    [Fact]
    public void What_ran_can_still_be_taken_back_for_equal_calls()
    {
        var first = Remembered();
        first.Releases();
        first.Complete(Outcome.Completed, Asked.Answer, Asked.At(3));

        Assert.IsType<WithdrawalAnswer.Recorded>(first.Withdraw(Asked.Alice, null, "web", Asked.At(4), Asked.Claim));

        Assert.Equal((RequestStatus.Approved, Outcome.Completed, null), (first.Status, first.Outcome, first.RememberedUntil()));
        Assert.IsType<WithdrawalAnswer.TooLate>(Spent().Withdraw(Asked.Alice, null, "web", Asked.At(12), Asked.Claim));
    }

    private static ApprovalRequest Spent()
    {
        var first = Remembered();
        first.Releases();
        return first;
    }

    private static ApprovalRequest Remembered()
    {
        var first = Opened();
        Assert.IsType<DecisionAnswer.Recorded>(Approves(first, Asked.Bob));
        Assert.Equal(Asked.At(11), first.RememberedUntil());
        return first;
    }

    private static ApprovalRequest HalfRemembered()
    {
        var first = Opened(Lasting(2));
        Approves(first, Asked.Bob);
        first.Approves(Asked.Carol);
        return first;
    }

    private static DecisionAnswer Approves(ApprovalRequest request, Reviewer by) =>
        request.Decide(by, Choice.Approve, null, Asked.Print, "web", Asked.At(1), Asked.Claim, remember: true);

    private static ApprovalRequest? Repeats(ApprovalRequest next, IReadOnlyCollection<ApprovalRequest> equal, double minute) =>
        next.Repeat(equal, Asked.Everybody, Asked.At(minute), Asked.Claim);

    private static Terms Lasting(int quorum) => Asked.Of(quorum) with { Remember = TimeSpan.FromMinutes(10) };

    private static ApprovalRequest Opened(Terms? terms = null, string id = "id", string definition = Reads, string print = Asked.Print, double at = 0) => ApprovalRequest.Open(
        id,
        new AskedCall("bank", "http://127.0.0.1:7001/mcp", "look", "{}", "{}", definition, "alice-laptop", "alice@example.com", "alice-laptop", print, "k", null, null, "2025-11-25"),
        new Ground("/tools/look", "Looks.", "bank", "v"),
        terms ?? Lasting(1),
        Asked.At(at));
}
