using Approvals.Policies;
using Approvals.Requests;

namespace Approvals.Tests.Requests;

/// <summary>The last look before the one-way latch: the people and the terms as they are now.</summary>
public sealed class ReleaseTests
{
    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    public void The_claim_ends_at_an_instant(int milliseconds, bool lapsed)
    {
        var request = Approved(Asked.Of(1));

        var answer = request.Releases(request.ClaimableUntil!.Value.AddMilliseconds(milliseconds));

        Assert.Equal(lapsed, answer is ReleaseAnswer.Lapsed);
        Assert.Equal(!lapsed, answer is ReleaseAnswer.Released);
        Assert.Equal(!lapsed, request.ReleasedAt is not null);
    }

    [Fact]
    public void The_latch_closes_once()
    {
        var request = Approved(Asked.Of(1));

        Assert.IsType<ReleaseAnswer.Released>(request.Releases(Asked.At(3)));
        Assert.Equal(new ReleaseAnswer.NotReleasable(RequestStatus.Approved, null), request.Releases(Asked.At(3)));

        Assert.Equal(Asked.At(3), request.ReleasedAt);
    }

    public static TheoryData<string, Reviewer?> Fallen => new()
    {
        { "left", null },
        { "lost the role", Asked.Bob with { Roles = [Role.Viewer] } },
        { "left the group", Asked.Bob with { Groups = [] } },
        { "turned out to be the owner", Asked.Bob with { Email = "ALICE@example.com" } },
    };

    [Theory]
    [MemberData(nameof(Fallen))]
    public void An_approval_falls_with_who_gave_it(string what, Reviewer? bob)
    {
        var request = Approved(Asked.Of(2, "sre"));
        var before = request.Snapshot();

        var answer = request.Releases(people: id => id == "bob" ? bob : Asked.Everybody(id));

        Assert.True(answer is ReleaseAnswer.Revoked, what);
        Assert.Equal(before, request.Snapshot());
        Assert.IsType<ReleaseAnswer.Released>(request.Releases());
    }

    public static TheoryData<string, Terms, bool> Present => new()
    {
        { "the same", Asked.Of(2, "sre"), true },
        { "fewer", Asked.Of(1, "sre"), true },
        { "more than agreed", Asked.Of(3, "sre"), false },
        { "others", Asked.Of(1, "finance"), false },
        { "one of them by name", Asked.Of(1, "carol"), true },
        { "two, of whom one agreed", Asked.Of(2, "carol", "finance"), false },
        { "anybody", Asked.Of(2), true },
    };

    [Theory]
    [MemberData(nameof(Present))]
    public void Both_the_terms_of_then_and_those_of_now_must_be_met(string now, Terms present, bool released) =>
        Assert.True(Approved(Asked.Of(2, "sre")).Releases(present: present) is ReleaseAnswer.Released == released, now);

    [Fact]
    public void Milder_terms_of_now_do_not_lower_those_of_then() =>
        Assert.IsType<ReleaseAnswer.Revoked>(Approved(Asked.Of(2, "sre")).Releases(present: Asked.Of(1), people: id => id == "bob" ? Asked.Bob : null));

    private static ApprovalRequest Approved(Terms terms)
    {
        var request = Asked.Request(terms);
        request.Approves(Asked.Bob);
        if (terms.Panels[0].Quorum > 1)
        {
            request.Approves(Asked.Carol);
        }

        Assert.Equal(RequestStatus.Approved, request.Status);
        return request;
    }
}
