using Approvals.Requests;

namespace Approvals.Tests.Requests;

/// <summary>Who calls a request back, and what that leaves.</summary>
public sealed class WithdrawalTests
{
    [Fact]
    public void What_was_approved_keeps_its_status_and_never_runs()
    {
        var request = Asked.Request();
        request.Approves(Asked.Bob);

        Assert.IsType<WithdrawalAnswer.Recorded>(Withdraws(request, Asked.Carol));

        Assert.Equal(new Withdrawal("carol", "Wrong account.", Asked.At(2), "web"), request.Withdrawal);
        Assert.Equal((RequestStatus.Approved, Outcome.Refused), (request.Status, request.Outcome));
        Assert.IsType<ReleaseAnswer.NotReleasable>(request.Releases());
        Assert.Equal(request.Withdrawal, Assert.IsType<WithdrawalAnswer.AlreadyWithdrawn>(Withdraws(request, Asked.Bob)).Earlier);
    }

    [Theory]
    [InlineData("pending", "bob", "Only the owner of its grant can withdraw it; deny it, if it should not run.")]
    [InlineData("pending", "vera", "Your role lets you look at requests, not call them back.")]
    [InlineData("approved", "dave", "Only these may take it back: sre.")]
    [InlineData("approved", "vera", "Your role lets you look at requests, not call them back.")]
    [InlineData("approved", "alias", "This call was made with your own grant; somebody else has to take it back.")]
    public void Others_may_not(string state, string who, string why)
    {
        var request = Asked.Request(Asked.Of(1, "sre"));
        if (state == "approved")
        {
            request.Approves(Asked.Bob);
        }

        var before = request.Snapshot();
        var person = who switch
        {
            "vera" => Asked.Person("vera", Role.Viewer, "sre"),
            "alias" => Asked.Person("alias", groups: "sre") with { OtherAddresses = ["alice@example.com"] },
            _ => Asked.Everybody(who)!,
        };

        Assert.Equal(why, Assert.IsType<WithdrawalAnswer.NotAllowed>(Withdraws(request, person)).Why);
        Assert.Equal(before, request.Snapshot());
    }

    [Fact]
    public void Whoever_takes_back_what_others_approved_says_why_and_the_owner_need_not()
    {
        var request = Asked.Request();
        request.Approves(Asked.Bob);

        Assert.IsType<WithdrawalAnswer.ReasonRequired>(request.Withdraw(Asked.Carol, " ", "web", Asked.At(2), Asked.Claim));
        Assert.IsType<WithdrawalAnswer.Recorded>(request.Withdraw(Asked.Alice, " ", "web", Asked.At(2), Asked.Claim));
        Assert.Null(request.Withdrawal!.Reason);
    }

    [Fact]
    public void What_was_called_back_stays_so_for_a_while()
    {
        var pending = Asked.Request();
        Withdraws(pending, Asked.Alice);
        var approved = Asked.Request();
        approved.Approves(Asked.Bob);
        Withdraws(approved, Asked.Bob);

        foreach (var request in new[] { pending, approved })
        {
            request.Deliver(Asked.At(3));
            Assert.Equal(Standing.StandsDenied, request.StandingFor(Asked.At(11.9), Asked.Claim, Asked.DenyFor));
            Assert.Equal(Standing.Over, request.StandingFor(Asked.At(12), Asked.Claim, Asked.DenyFor));
        }
    }

    private static WithdrawalAnswer Withdraws(ApprovalRequest request, Reviewer by) => request.Withdraw(by, "Wrong account.", "web", Asked.At(2), Asked.Claim);
}
