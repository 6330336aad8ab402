using Approvals.Policies;
using Approvals.Requests;

namespace Approvals.Tests.Requests;

/// <summary>Terms of several panels, of the owner's own voice, and of reasons.</summary>
public sealed class PanelTests
{
    private static readonly Reviewer Erin = Asked.Person("erin", Role.Reviewer, "sre", "finance");
    private static readonly Reviewer Frank = Asked.Person("frank", Role.Reviewer, "legal");

    private static readonly Terms SreAndFinance = new([new Panel(["sre"], 2), new Panel(["finance"], 1)], TimeSpan.FromMinutes(30));

    [Fact]
    public void It_is_approved_when_every_panel_has_its_quorum()
    {
        var request = Asked.Request(SreAndFinance);

        request.Approves(Asked.Bob);
        request.Approves(Asked.Carol);
        Assert.Equal(RequestStatus.Pending, request.Status);
        Assert.Equal((2, 0), (request.Decisions.ApprovalsFor(0), request.Decisions.ApprovalsFor(1)));

        request.Approves(Asked.Dave);
        Assert.Equal((RequestStatus.Approved, "dave"), (request.Status, request.Deciding!.Reviewer));
        Assert.IsType<ReleaseAnswer.Released>(request.Releases());
    }

    [Fact]
    public void A_person_counts_for_each_panel_that_they_belong_to()
    {
        var request = Asked.Request(SreAndFinance);

        request.Approves(Erin);
        Assert.Equal(("0 1", 1, 1), (request.Decisions[0].Panels, request.Decisions.ApprovalsFor(0), request.Decisions.ApprovalsFor(1)));
        Assert.Equal(RequestStatus.Pending, request.Status);

        request.Approves(Asked.Bob);
        Assert.Equal(RequestStatus.Approved, request.Status);
    }

    [Fact]
    public void Anybody_of_any_panel_may_deny_and_nobody_else()
    {
        var request = Asked.Request(SreAndFinance);

        Assert.Equal(new DecisionAnswer.NotAllowed("Only these may decide it: sre, finance."), request.Denies(Frank));
        request.Denies(Asked.Dave);
        Assert.Equal(RequestStatus.Denied, request.Status);
    }

    [Fact]
    public void A_panel_of_anybody_lets_anybody_speak()
    {
        var request = Asked.Request(new Terms([new Panel(["sre"], 1), new Panel([], 2)], TimeSpan.FromMinutes(30)));

        request.Approves(Frank);
        request.Approves(Asked.Dave);
        Assert.Equal(RequestStatus.Pending, request.Status);
        request.Approves(Asked.Bob);
        Assert.Equal(RequestStatus.Approved, request.Status);
    }

    [Fact]
    public void Who_left_a_panel_since_does_not_count_for_it_at_the_release()
    {
        var request = Asked.Request(SreAndFinance);
        request.Approves(Erin);
        request.Approves(Asked.Bob);

        Assert.IsType<ReleaseAnswer.Revoked>(request.Releases(people: id => id == "erin" ? Asked.Person("erin", Role.Reviewer, "sre") : Asked.Everybody(id)));
        Assert.IsType<ReleaseAnswer.Released>(request.Releases(people: id => id == "erin" ? Erin : Asked.Everybody(id)));
    }

    [Fact]
    public void A_panel_that_the_policy_wants_since_must_agree_too()
    {
        var request = Asked.Request(Asked.Of(1, "sre"));
        request.Approves(Asked.Bob);

        Assert.IsType<ReleaseAnswer.Revoked>(request.Releases(present: new Terms([new Panel(["sre"], 1), new Panel(["finance"], 1)], TimeSpan.FromMinutes(30))));
        Assert.IsType<ReleaseAnswer.Released>(request.Releases());
    }

    [Theory]
    [InlineData("web", true)]
    [InlineData("slack", true)]
    [InlineData("api", false)]
    [InlineData("hub", false)]
    public void The_owner_decides_where_the_policy_lets_them_and_never_by_a_token(string via, bool may)
    {
        var allowing = Asked.Request(Asked.Of(1, "sre") with { AllowSelf = true });

        Assert.Equal(may, allowing.Decide(Asked.Alice, Choice.Approve, null, Asked.Print, via, Asked.At(1), Asked.Claim) is DecisionAnswer.Recorded);
        Assert.Equal(may ? RequestStatus.Approved : RequestStatus.Pending, allowing.Status);
        Assert.IsType<DecisionAnswer.NotAllowed>(
            Asked.Request(Asked.Of(1, "sre")).Decide(Asked.Alice, Choice.Approve, null, Asked.Print, via, Asked.At(1), Asked.Claim));
    }

    [Fact]
    public void The_owners_voice_does_not_count_once_the_policy_does_not_let_them()
    {
        var request = Asked.Request(Asked.Of(1) with { AllowSelf = true });
        request.Decide(Asked.Alice, Choice.Approve, null, Asked.Print, "web", Asked.At(1), Asked.Claim);

        Assert.IsType<ReleaseAnswer.Revoked>(request.Releases(present: Asked.Of(1)));
        Assert.IsType<ReleaseAnswer.Released>(request.Releases());
    }

    [Fact]
    public void Nobody_settles_their_own_call_whatever_they_may_decide() => Assert.Equal(
        "This call was made with your own grant; somebody else has to settle it.",
        Asked.Request(Asked.Of(1) with { AllowSelf = true }).WhyNotSettle(Asked.Alice));

    [Theory]
    [InlineData(null)]
    [InlineData(" \n")]
    public void Where_a_reason_is_wanted_a_decision_without_one_changes_nothing(string? reason)
    {
        var request = Asked.Request(Asked.Of(1) with { RequireReason = true });
        var before = request.Snapshot();

        foreach (var choice in new[] { Choice.Approve, Choice.Deny })
        {
            Assert.IsType<DecisionAnswer.ReasonRequired>(request.Decide(Asked.Bob, choice, reason, Asked.Print, "web", Asked.At(1), Asked.Claim));
            Assert.Equal(before, request.Snapshot());
        }

        Assert.IsType<DecisionAnswer.Recorded>(request.Decide(Asked.Bob, Choice.Approve, "Checked.", Asked.Print, "web", Asked.At(1), Asked.Claim));
        Assert.Equal(RequestStatus.Approved, request.Status);
    }

    [Fact]
    public void An_approval_without_a_reason_does_not_count_once_the_policy_wants_one()
    {
        var request = Asked.Request();
        request.Approves(Asked.Bob);

        Assert.IsType<ReleaseAnswer.Revoked>(request.Releases(present: Asked.Of(1) with { RequireReason = true }));
        Assert.IsType<ReleaseAnswer.Released>(request.Releases());
    }

    public static TheoryData<string, Terms> OtherTerms => new()
    {
        { "another quorum", new Terms([new Panel(["sre"], 1), new Panel(["finance"], 1)], SreAndFinance.Expires) },
        { "another quorum of a later panel", new Terms([new Panel(["sre"], 2), new Panel(["finance"], 2)], SreAndFinance.Expires) },
        { "other people", new Terms([new Panel(["sre"], 2), new Panel(["legal"], 1)], SreAndFinance.Expires) },
        { "one panel", Terms.Of(["sre"], 2, SreAndFinance.Expires) },
        { "a hold", SreAndFinance with { Hold = TimeSpan.FromSeconds(1) } },
        { "no reason", SreAndFinance with { RequireReason = true } },
        { "the owner", SreAndFinance with { AllowSelf = true } },
    };

    [Theory]
    [MemberData(nameof(OtherTerms))]
    public void The_seal_is_over_all_of_the_terms(string what, Terms other) =>
        Assert.True(RequestSeal.Of("key"u8, Asked.Request(SreAndFinance)) != RequestSeal.Of("key"u8, Asked.Request(other)), what);

    [Fact]
    public void The_seal_is_over_the_panels_that_somebody_spoke_for()
    {
        var (one, two) = (Asked.Request(SreAndFinance), Asked.Request(SreAndFinance));
        one.Approves(Erin);
        two.Approves(Erin with { Groups = ["sre"] });

        Assert.NotEqual(RequestSeal.Of("key"u8, one), RequestSeal.Of("key"u8, two));
    }

    // Records from before there were panels must not read as altered.
    [Fact]
    public void The_seal_of_plain_terms_is_what_it_was()
    {
        var request = Asked.Request(Asked.Of(2, "sre", "bob"));
        request.Approves(Asked.Bob);

        Assert.Equal("371a5b680556affb9cc4334f6a8ee36db4872966dc9957136d40a4bd5be4003a", RequestSeal.Of("key"u8, request));
    }
}
