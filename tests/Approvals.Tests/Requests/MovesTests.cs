using Approvals.Requests;

namespace Approvals.Tests.Requests;

/// <summary>Every move from every state. What is not allowed is answered and leaves the request as it was.</summary>
public sealed class MovesTests
{
    // Three people: alice owns the call, bob has decided where somebody has, carol comes now.
    private static readonly Dictionary<string, Func<ApprovalRequest>> States = new()
    {
        ["pending"] = () => Asked.Request(),
        ["one of two"] = () => After(Asked.Request(Asked.Of(2)), request => request.Approves(Asked.Bob)),
        ["approved"] = Approved,
        ["released"] = Released,
        ["completed"] = () => After(Released(), request => request.Complete(Outcome.Completed, Asked.Answer, Asked.At(2))),
        ["refused"] = () => After(Approved(), request => request.Refuse(Asked.Answer, Asked.At(2))),
        ["lapsed"] = () => After(Approved(), request => request.Lapse(Asked.At(16))),
        ["denied"] = () => After(Asked.Request(), request => request.Denies(Asked.Bob)),
        ["expired"] = () => After(Asked.Request(), request => request.Expire(Asked.At(30), Asked.Claim)),
        ["withdrawn"] = () => After(Asked.Request(), request => request.Withdraw(Asked.At(1), Asked.Claim)),
    };

    private static readonly Dictionary<string, Func<ApprovalRequest, string>> Moves = new()
    {
        ["approve"] = request => Said(request, request.Approves(Asked.Carol, Asked.At(3))),
        ["deny"] = request => Said(request, request.Denies(Asked.Carol, Asked.At(3))),
        ["approve too late"] = request => Said(request, request.Approves(Asked.Carol, Asked.At(30))),
        ["expire early"] = request => Did(request, request.Expire(Asked.At(3), Asked.Claim)),
        ["expire"] = request => Did(request, request.Expire(Asked.At(30), Asked.Claim)),
        ["withdraw"] = request => Did(request, request.Withdraw(Asked.At(3), Asked.Claim)),
        ["call back"] = request => Said(request, request.Withdraw(Asked.Alice, null, "web", Asked.At(3), Asked.Claim)),
        ["call back too late"] = request => Said(request, request.Withdraw(Asked.Alice, null, "web", Asked.At(30), Asked.Claim)),
        ["release"] = request => Said(request, request.Releases(Asked.At(3))),
        ["release too late"] = request => Said(request, request.Releases(Asked.At(16))),
        ["lapse early"] = request => Did(request, request.Lapse(Asked.At(3))),
        ["lapse"] = request => Did(request, request.Lapse(Asked.At(16))),
        ["refuse"] = request => Did(request, request.Refuse(Asked.Answer, Asked.At(3))),
        ["complete"] = request => Did(request, request.Complete(Outcome.Completed, Asked.Answer, Asked.At(3))),
        ["deliver"] = request => Did(request, request.Deliver(Asked.At(3))),
    };

    // What each move says and makes of the request; all that a state does not name is refused.
    private static readonly Dictionary<(string State, string Move), string> Legal = new()
    {
        [("pending", "approve")] = "Recorded: Approved",
        [("pending", "deny")] = "Recorded: Denied",
        [("pending", "approve too late")] = "TooLate: Expired",
        [("pending", "expire")] = "yes: Expired",
        [("pending", "withdraw")] = "yes: Withdrawn",
        [("pending", "call back")] = "Recorded: Withdrawn",
        [("one of two", "call back")] = "Recorded: Withdrawn",
        [("approved", "call back")] = "Recorded: Approved Refused",
        [("one of two", "approve")] = "Recorded: Approved",
        [("one of two", "deny")] = "Recorded: Denied",
        [("one of two", "approve too late")] = "TooLate: Expired",
        [("one of two", "expire")] = "yes: Expired",
        [("one of two", "withdraw")] = "yes: Withdrawn",
        [("approved", "release")] = "Released: Approved",
        [("approved", "release too late")] = "Lapsed: Approved Lapsed",
        [("approved", "lapse")] = "yes: Approved Lapsed",
        [("approved", "refuse")] = "yes: Approved Refused",
        [("released", "complete")] = "yes: Approved Completed",
        [("completed", "deliver")] = "yes: Approved Completed",
        [("refused", "deliver")] = "yes: Approved Refused",
        [("lapsed", "deliver")] = "yes: Approved Lapsed",
        [("denied", "deliver")] = "yes: Denied",
        [("expired", "deliver")] = "yes: Expired",
        [("withdrawn", "deliver")] = "yes: Withdrawn",
    };

    public static TheoryData<string, string> Every
    {
        get
        {
            var every = new TheoryData<string, string>();
            foreach (var state in States.Keys)
            {
                foreach (var move in Moves.Keys)
                {
                    every.Add(state, move);
                }
            }

            return every;
        }
    }

    [Theory]
    [MemberData(nameof(Every))]
    public void A_move_does_what_the_table_says_and_nothing_otherwise(string state, string move)
    {
        var request = States[state]();
        var before = request.Snapshot();
        var (status, version) = (request.Status, request.Version);

        var said = Moves[move](request);

        if (Legal.TryGetValue((state, move), out var expected))
        {
            Assert.Equal(expected, said);
            Assert.True(request.Version > version);
            Assert.True(status == RequestStatus.Pending || request.Status == status);
        }
        else
        {
            Assert.Contains(said.Split(':')[0], (string[])["no", "AlreadyResolved", "TooLate", "NotReleasable"]);
            Assert.Equal(before, request.Snapshot());
        }
    }

    [Theory]
    [InlineData("denied", RequestStatus.Denied, "bob")]
    [InlineData("approved", RequestStatus.Approved, "bob")]
    [InlineData("withdrawn", RequestStatus.Withdrawn, null)]
    public void Who_comes_second_learns_who_was_first_and_when(string state, RequestStatus status, string? first)
    {
        var answer = Assert.IsType<DecisionAnswer.AlreadyResolved>(States[state]().Denies(Asked.Carol, Asked.At(5)));

        Assert.Equal((status, first, Asked.At(1)), (answer.Status, answer.Deciding?.Reviewer, answer.At));
    }

    [Fact]
    public void Who_comes_after_the_expiry_learns_when_it_was() =>
        Assert.Equal(new DecisionAnswer.TooLate(Asked.At(30)), States["expired"]().Approves(Asked.Carol, Asked.At(40)));

    [Theory]
    [InlineData("approved", RequestStatus.Pending, null)]
    [InlineData("completed", RequestStatus.Approved, Outcome.Completed)]
    [InlineData("refused", RequestStatus.Approved, Outcome.Refused)]
    [InlineData("denied", RequestStatus.Denied, null)]
    public void A_release_that_cannot_be_says_what_it_found(string state, RequestStatus status, Outcome? outcome)
    {
        var request = state == "approved" ? Asked.Request() : States[state]();

        Assert.Equal(new ReleaseAnswer.NotReleasable(status, outcome), request.Releases());
    }

    [Theory]
    [InlineData(Outcome.Lapsed)]
    [InlineData(Outcome.Refused)]
    public void A_call_that_was_released_cannot_end_as_one_that_did_not_run(Outcome outcome)
    {
        var request = Released();

        Assert.Throws<ArgumentOutOfRangeException>(() => request.Complete(outcome, null, Asked.At(3)));
        Assert.Null(request.Outcome);
    }

    [Theory]
    [InlineData(Outcome.Completed)]
    [InlineData(Outcome.Failed)]
    [InlineData(Outcome.Unknown)]
    public void What_came_of_a_call_is_said_once(Outcome outcome)
    {
        var request = Released();

        Assert.True(request.Complete(outcome, Asked.Answer, Asked.At(3)));
        Assert.False(request.Complete(Outcome.Failed, "{}", Asked.At(4)));

        Assert.Equal((outcome, Asked.Answer, Asked.At(3)), (request.Outcome, request.AnswerJson, request.EndedAt));
    }

    [Fact]
    public void An_answer_is_delivered_once()
    {
        var request = States["denied"]();

        Assert.True(request.Deliver(Asked.At(3)));
        Assert.False(request.Deliver(Asked.At(4)));

        Assert.Equal(Asked.At(3), request.DeliveredAt);
    }

    private static ApprovalRequest Approved() => After(Asked.Request(), request => request.Approves(Asked.Bob));

    private static ApprovalRequest Released() => After(Approved(), request => request.Releases());

    private static ApprovalRequest After(ApprovalRequest request, Func<ApprovalRequest, object> move)
    {
        move(request);
        return request;
    }

    private static string Did(ApprovalRequest request, bool did) => $"{(did ? "yes" : "no")}: {State(request)}";

    private static string Said(ApprovalRequest request, object answer) => $"{answer.GetType().Name}: {State(request)}";

    private static string State(ApprovalRequest request) => $"{request.Status} {request.Outcome}".TrimEnd();
}
