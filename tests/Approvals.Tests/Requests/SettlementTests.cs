using System.Text;
using Approvals.Requests;

namespace Approvals.Tests.Requests;

/// <summary>What people find out about a call that may have run.</summary>
public sealed class SettlementTests
{
    private const string How = "The ledger shows it.";

    [Fact]
    public void The_first_word_on_an_unknown_outcome_stands()
    {
        var request = Unknown();

        Assert.IsType<SettlementAnswer.Recorded>(Settles(request, Asked.Bob, Finding.Ran));
        Assert.IsType<SettlementAnswer.AlreadyRecorded>(Settles(request, Asked.Bob, Finding.Ran));
        Assert.Equal(Asked.Bob.Id, Assert.IsType<SettlementAnswer.AlreadySettled>(Settles(request, Asked.Bob, Finding.DidNotRun)).Earlier.Reviewer);
        Assert.IsType<SettlementAnswer.AlreadySettled>(Settles(request, Asked.Carol, Finding.Ran));

        Assert.Equal(new Settlement("bob", Finding.Ran, How, Asked.At(5), "web"), request.Settlement);
        Assert.Equal((RequestStatus.Approved, Outcome.Unknown), (request.Status, request.Outcome));
    }

    [Theory]
    [InlineData("alice", "This call was made with your own grant; somebody else has to settle it.")]
    [InlineData("dave", "Only these may settle it: sre.")]
    [InlineData("vera", "Your role lets you look at requests, not settle what came of them.")]
    public void Who_may_not_decide_it_may_not_settle_it(string who, string why)
    {
        var request = Unknown();
        var before = request.Snapshot();
        var person = Asked.Everybody(who) ?? Asked.Person(who, Role.Viewer, "sre");

        Assert.Equal(why, Assert.IsType<SettlementAnswer.NotAllowed>(Settles(request, person, Finding.DidNotRun)).Why);

        Assert.Equal(before, request.Snapshot());
        Assert.Null(request.Settlement);
    }

    [Fact]
    public void Only_an_unknown_outcome_can_be_settled()
    {
        var pending = Asked.Request();
        var completed = Released();
        completed.Complete(Outcome.Completed, Asked.Answer, Asked.At(3));

        foreach (var request in new[] { pending, Released(), completed })
        {
            var before = request.Snapshot();
            Assert.Equal(request.Outcome, Assert.IsType<SettlementAnswer.NotUnknown>(Settles(request, Asked.Bob, Finding.Ran)).Outcome);
            Assert.Equal((before, null), (request.Snapshot(), request.Settlement));
        }
    }

    [Fact]
    public void What_was_erased_can_still_be_settled_and_what_was_altered_cannot()
    {
        var erased = Unknown();
        erased.Erase(Asked.At(4), Asked.Claim);
        var altered = Unknown();
        altered.Restore(AskedTexts.None, null, [], isAltered: true);

        Assert.IsType<SettlementAnswer.Recorded>(Settles(erased, Asked.Bob, Finding.Ran));
        Assert.IsType<SettlementAnswer.NotAllowed>(Settles(altered, Asked.Bob, Finding.Ran));
    }

    [Theory]
    [InlineData(Finding.Ran, Standing.HasAnswer)]
    [InlineData(Finding.DidNotRun, Standing.Over)]
    public void An_equal_call_asks_anew_only_after_what_did_not_run(Finding finding, Standing standing)
    {
        var request = Unknown();
        Assert.Equal(Standing.HasAnswer, request.StandingFor(Asked.At(5), Asked.Claim, Asked.DenyFor));

        Settles(request, Asked.Bob, finding);

        Assert.Equal(standing, request.StandingFor(Asked.At(5), Asked.Claim, Asked.DenyFor));
    }

    [Fact]
    public void A_settlement_is_sealed_to_the_letter()
    {
        string[] seals =
        [
            Seal(Unknown()),
            Seal(Settled(Asked.Bob, Finding.Ran, How)),
            Seal(Settled(Asked.Carol, Finding.Ran, How)),
            Seal(Settled(Asked.Bob, Finding.DidNotRun, How)),
            Seal(Settled(Asked.Bob, Finding.Ran, "Otherwise.")),
        ];

        Assert.Equal(seals.Length, seals.Distinct().Count());
        Assert.Equal(Seal(Settled(Asked.Bob, Finding.Ran, How)), Seal(Settled(Asked.Bob, Finding.Ran, How)));
    }

    private static string Seal(ApprovalRequest request) => RequestSeal.Of(Encoding.UTF8.GetBytes("key"), request);

    private static ApprovalRequest Settled(Reviewer by, Finding finding, string reason)
    {
        var request = Unknown();
        Assert.IsType<SettlementAnswer.Recorded>(request.Settle(by, finding, reason, "web", Asked.At(5)));
        return request;
    }

    private static SettlementAnswer Settles(ApprovalRequest request, Reviewer by, Finding finding) => request.Settle(by, finding, How, "web", Asked.At(5));

    private static ApprovalRequest Released()
    {
        var request = Asked.Request(Asked.Of(1, "sre"));
        request.Approves(Asked.Bob);
        Assert.IsType<ReleaseAnswer.Released>(request.Releases());
        return request;
    }

    private static ApprovalRequest Unknown()
    {
        var request = Released();
        Assert.True(request.Complete(Outcome.Unknown, Asked.Answer, Asked.At(3)));
        return request;
    }
}
