using Approvals.Requests;

namespace Approvals.Tests.Requests;

/// <summary>What an equal call that comes later finds.</summary>
public sealed class StandingTests
{
    // A request is decided in minute 1, released and ended in minute 2; claims last 15 minutes, denials stand for 10.
    [Theory]
    [InlineData("pending", 5, false, Standing.Waits)]
    [InlineData("approved", 5, false, Standing.Waits)]
    [InlineData("released", 5, false, Standing.Waits)]
    [InlineData("released", 60, false, Standing.Waits)]
    [InlineData("completed", 5, false, Standing.HasAnswer)]
    [InlineData("completed", 16.999, false, Standing.HasAnswer)]
    [InlineData("completed", 17, false, Standing.Over)]
    [InlineData("completed", 5, true, Standing.Over)]
    [InlineData("unknown", 5, false, Standing.HasAnswer)]
    [InlineData("unknown", 5, true, Standing.Over)]
    [InlineData("refused", 5, false, Standing.HasAnswer)]
    [InlineData("refused", 17, false, Standing.Over)]
    [InlineData("lapsed", 16, false, Standing.Over)]
    [InlineData("denied", 5, false, Standing.StandsDenied)]
    [InlineData("denied", 5, true, Standing.StandsDenied)]
    [InlineData("denied", 10.999, true, Standing.StandsDenied)]
    [InlineData("denied", 11, true, Standing.Over)]
    [InlineData("denied", 11, false, Standing.HasAnswer)]
    [InlineData("denied", 16, false, Standing.Over)]
    [InlineData("expired", 30, false, Standing.HasAnswer)]
    [InlineData("expired", 44.999, false, Standing.HasAnswer)]
    [InlineData("expired", 45, false, Standing.Over)]
    [InlineData("expired", 31, true, Standing.Over)]
    [InlineData("withdrawn", 5, false, Standing.HasAnswer)]
    [InlineData("withdrawn", 5, true, Standing.Over)]
    [InlineData("withdrawn", 16, false, Standing.Over)]
    public void An_equal_call_finds(string state, double minute, bool delivered, Standing standing)
    {
        var request = In(state);
        if (delivered)
        {
            Assert.True(request.Deliver(Asked.At(3)));
        }

        Assert.Equal(standing, request.StandingFor(Asked.At(minute), Asked.Claim, Asked.DenyFor));
    }

    [Fact]
    public void A_denial_that_stands_for_no_time_is_an_answer_like_any_other() =>
        Assert.Equal(Standing.HasAnswer, In("denied").StandingFor(Asked.At(1), Asked.Claim, TimeSpan.Zero));

    [Fact]
    public void A_call_is_not_taken_for_delivered_before_it_has_an_answer()
    {
        foreach (var state in new[] { "pending", "approved", "released" })
        {
            Assert.False(In(state).Deliver(Asked.At(3)), state);
        }
    }

    private static ApprovalRequest In(string state)
    {
        var request = Asked.Request();
        _ = state switch
        {
            "pending" => true,
            "denied" => request.Denies(Asked.Bob) is DecisionAnswer.Recorded,
            "expired" => request.Expire(Asked.At(30), Asked.Claim),
            "withdrawn" => request.Withdraw(Asked.At(1), Asked.Claim),
            _ => request.Approves(Asked.Bob) is DecisionAnswer.Recorded,
        };
        _ = state switch
        {
            "refused" => request.Refuse(Asked.Answer, Asked.At(2)),
            "lapsed" => request.Lapse(Asked.At(16)),
            "released" or "completed" or "unknown" => request.Releases() is ReleaseAnswer.Released,
            _ => true,
        };
        _ = state switch
        {
            "completed" => request.Complete(Outcome.Completed, Asked.Answer, Asked.At(2)),
            "unknown" => request.Complete(Outcome.Unknown, null, Asked.At(2)),
            _ => true,
        };
        return request;
    }
}
