using Approvals.Requests;

namespace Approvals.Tests.Requests;

public sealed class DecisionTests
{
    [Fact]
    public void Two_distinct_people_make_a_quorum_of_two()
    {
        var request = Asked.Request(Asked.Of(2));

        Assert.IsType<DecisionAnswer.Recorded>(request.Approves(Asked.Bob, Asked.At(1)));
        Assert.Equal(RequestStatus.Pending, request.Status);
        Assert.Null(request.Deciding);
        Assert.IsType<DecisionAnswer.Recorded>(request.Approves(Asked.Carol, Asked.At(2)));

        Assert.Equal((RequestStatus.Approved, "carol", Asked.At(2)), (request.Status, request.Deciding!.Reviewer, request.ResolvedAt));
        Assert.Equal(Asked.At(2) + Asked.Claim, request.ClaimableUntil);
    }

    [Fact]
    public void The_same_person_twice_is_one_voice()
    {
        var request = Asked.Request(Asked.Of(2));
        request.Approves(Asked.Bob);

        // Another door, another spelling of everything but the id: still bob.
        var again = request.Decide(Asked.Bob with { Email = "b@example.com" }, Choice.Approve, "again", Asked.Print, "web", Asked.At(2), Asked.Claim);

        Assert.IsType<DecisionAnswer.AlreadyRecorded>(again);
        Assert.Equal(RequestStatus.Pending, request.Status);
        Assert.Single(request.Decisions);
    }

    [Fact]
    public void The_opposite_answer_of_the_same_person_does_not_count()
    {
        var request = Asked.Request(Asked.Of(2));
        request.Approves(Asked.Bob);

        var answer = Assert.IsType<DecisionAnswer.Contradicts>(request.Denies(Asked.Bob, Asked.At(2)));

        Assert.Equal((Choice.Approve, Asked.At(1)), (answer.Earlier.Choice, answer.Earlier.At));
        Assert.Equal(RequestStatus.Pending, request.Status);
    }

    [Fact]
    public void A_double_click_on_the_deciding_answer_reads_as_recorded_and_not_as_lost()
    {
        var request = Asked.Request();
        request.Approves(Asked.Bob);

        Assert.IsType<DecisionAnswer.AlreadyRecorded>(request.Approves(Asked.Bob, Asked.At(2)));
        Assert.IsType<DecisionAnswer.Contradicts>(request.Denies(Asked.Bob, Asked.At(2)));
    }

    [Fact]
    public void One_denial_resolves_whatever_the_quorum_and_the_approvals_before_it()
    {
        var request = Asked.Request(Asked.Of(3));
        request.Approves(Asked.Bob);

        request.Denies(Asked.Carol);

        Assert.Equal((RequestStatus.Denied, "carol"), (request.Status, request.Deciding!.Reviewer));
    }

    [Theory]
    [InlineData("alice")]
    [InlineData("ALICE")]
    [InlineData("alice@example.com")]
    [InlineData("Alice@Example.COM")]
    public void The_owner_does_not_decide_by_whatever_name(string owner)
    {
        var request = Asked.Request(owner: owner);
        var before = request.Snapshot();

        var answer = Assert.IsType<DecisionAnswer.NotAllowed>(request.Approves(Asked.Alice));

        Assert.Contains("your own grant", answer.Why, StringComparison.Ordinal);
        Assert.IsType<DecisionAnswer.NotAllowed>(request.Denies(Asked.Alice));
        Assert.Equal(before, request.Snapshot());
    }

    [Fact]
    public void An_owner_without_an_email_is_nobody_with_an_empty_address() =>
        Assert.IsType<DecisionAnswer.Recorded>(Asked.Request(owner: "alice").Approves(Asked.Bob with { Email = null }));

    [Theory]
    [InlineData("bob", "sre", true)]
    [InlineData("bob", "bob", true)]
    [InlineData("bob", "finance bob", true)]
    [InlineData("bob", "finance", false)]
    [InlineData("dave", "finance sre", true)]
    [InlineData("dave", "sre bob carol", false)]
    [InlineData("dave", "Finance", false)]
    [InlineData("dave", "dave@example.com", false)]
    [InlineData("dave", "", true)]
    public void Reviewers_are_groups_or_people_by_id(string person, string wanted, bool may)
    {
        var request = Asked.Request(Asked.Of(1, wanted.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

        var answer = request.Approves(Asked.Everybody(person)!);

        Assert.Equal(may, answer is DecisionAnswer.Recorded);
        Assert.Equal(may ? RequestStatus.Approved : RequestStatus.Pending, request.Status);
    }

    [Fact]
    public void Who_is_not_among_them_reads_who_is() => Assert.Equal(
        new DecisionAnswer.NotAllowed("Only these may decide it: sre, carol."), Asked.Request(Asked.Of(1, "sre", "carol")).Approves(Asked.Dave));

    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.PolicyManager)]
    [InlineData(Role.Admin)]
    public void Only_the_role_of_a_reviewer_decides(Role role)
    {
        var request = Asked.Request();

        Assert.IsType<DecisionAnswer.NotAllowed>(request.Approves(Asked.Person("erin", role, "sre")));
        Assert.IsType<DecisionAnswer.NotAllowed>(request.Denies(Asked.Person("erin", role, "sre")));
        Assert.Empty(request.Decisions);
    }

    [Theory]
    [InlineData(-1, RequestStatus.Approved)]
    [InlineData(0, RequestStatus.Expired)]
    [InlineData(1, RequestStatus.Expired)]
    public void The_expiry_is_an_instant_and_belongs_to_the_expired(int milliseconds, RequestStatus status)
    {
        var request = Asked.Request();
        var at = request.ExpiresAt.AddMilliseconds(milliseconds);

        var answer = request.Approves(Asked.Bob, at);

        Assert.Equal(status, request.Status);
        Assert.Equal(at, request.ResolvedAt);
        Assert.Equal(status == RequestStatus.Expired, answer is DecisionAnswer.TooLate);
        Assert.Equal(status == RequestStatus.Approved ? 1 : 0, request.Decisions.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("f1e2d")]
    [InlineData("f1e2d3 ")]
    [InlineData("F1E2D3")]
    [InlineData("f1e2d4")]
    public void Who_looked_at_something_else_does_not_decide_this(string print)
    {
        var request = Asked.Request();
        var before = request.Snapshot();

        Assert.IsType<DecisionAnswer.WrongFingerprint>(request.Decides(Asked.Bob, Choice.Deny, print: print));
        Assert.Equal(before, request.Snapshot());
    }
}
