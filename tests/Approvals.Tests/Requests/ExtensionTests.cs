using System.Text;
using Approvals.Requests;
using CsCheck;

namespace Approvals.Tests.Requests;

/// <summary>More time for those who decide.</summary>
public sealed class ExtensionTests
{
    [Fact]
    public void A_request_gets_its_own_length_again_and_can_be_decided_in_it()
    {
        var request = Asked.Request();

        Assert.Equal(Asked.At(60), Assert.IsType<ExtensionAnswer.Extended>(Extends(request, Asked.Bob)).ExpiresAt);

        Assert.Equal((Asked.At(60), 1), (request.ExpiresAt, request.Extensions));
        Assert.False(request.Expire(Asked.At(59), Asked.Claim));
        Assert.IsType<DecisionAnswer.Recorded>(request.Approves(Asked.Bob, Asked.At(59.9)));
    }

    [Fact]
    public void It_can_be_extended_ten_times_and_no_more()
    {
        var request = Asked.Request();
        for (var times = 1; times <= 10; times++)
        {
            Assert.IsType<ExtensionAnswer.Extended>(Extends(request, Asked.Bob));
            Assert.Equal(times, request.Extensions);
        }

        var before = request.Snapshot();
        Assert.Equal(Asked.At(330), Assert.IsType<ExtensionAnswer.NoMore>(Extends(request, Asked.Carol)).ExpiresAt);
        Assert.Equal((before, null), (request.Snapshot(), request.NextExpiry));
    }

    [Theory]
    [InlineData(10, 2)]
    [InlineData(23, 1)]
    [InlineData(24, 0)]
    [InlineData(48, 0)]
    public void Extending_never_leads_beyond_a_day(int hours, int times)
    {
        var request = Asked.Request(Asked.Of(1) with { Expires = TimeSpan.FromHours(hours) });
        var count = 0;
        while (Extends(request, Asked.Bob) is ExtensionAnswer.Extended)
        {
            count++;
        }

        Assert.Equal((times, times), (count, request.Extensions));
        Assert.Equal(Asked.Opened + TimeSpan.FromHours(Math.Max(24, hours)), request.ExpiresAt);
    }

    [Theory]
    [InlineData("alice", "This call was made with your own grant; somebody else has to decide it.")]
    [InlineData("dave", "Only these may decide it: sre.")]
    [InlineData("vera", "Your role lets you look at requests, not decide them.")]
    public void Who_may_not_decide_it_does_not_say_how_long_it_waits(string who, string why)
    {
        var request = Asked.Request(Asked.Of(1, "sre"));
        var before = request.Snapshot();

        Assert.Equal(why, Assert.IsType<ExtensionAnswer.NotAllowed>(Extends(request, Asked.Everybody(who) ?? Asked.Person(who, Role.Viewer, "sre"))).Why);

        Assert.Equal(before, request.Snapshot());
    }

    [Fact]
    public void What_no_longer_waits_gets_no_more_time()
    {
        var (approved, denied, withdrawn, late) = (Asked.Request(), Asked.Request(), Asked.Request(), Asked.Request());
        approved.Approves(Asked.Bob);
        denied.Denies(Asked.Bob);
        withdrawn.Withdraw(Asked.At(1), Asked.Claim);

        foreach (var request in new[] { approved, denied, withdrawn })
        {
            var before = request.Snapshot();
            Assert.Equal(request.Status, Assert.IsType<ExtensionAnswer.AlreadyResolved>(Extends(request, Asked.Carol)).Status);
            Assert.Equal((before, null), (request.Snapshot(), request.NextExpiry));
        }

        Assert.Equal(Asked.At(30), Assert.IsType<ExtensionAnswer.TooLate>(Extends(late, Asked.Bob, 30)).ExpiredAt);
        Assert.Equal(RequestStatus.Expired, late.Status);
    }

    [Fact]
    public void The_seal_tells_an_extended_request_from_one_that_was_not()
    {
        var request = Asked.Request();
        var before = RequestSeal.Of(Encoding.UTF8.GetBytes("key"), request);
        Extends(request, Asked.Bob);

        Assert.NotEqual(before, RequestSeal.Of(Encoding.UTF8.GetBytes("key"), request));
    }

    [Fact]
    public void However_long_it_is_and_however_often_they_try_it_waits_a_day_at_most() =>
        Gen.Select(Gen.Int[1, 40 * 60], Gen.Double[0, 30].Array[0, 40]).Sample((minutes, steps) =>
        {
            var request = Asked.Request(Asked.Of(1) with { Expires = TimeSpan.FromMinutes(minutes) });
            var (now, extended) = (0.0, 0);
            foreach (var step in steps)
            {
                now += step;
                extended += Extends(request, Asked.Bob, now) is ExtensionAnswer.Extended ? 1 : 0;
            }

            Assert.Equal(extended, request.Extensions);
            Assert.True(extended <= 10);
            Assert.True(request.ExpiresAt <= Asked.At(Math.Max(24 * 60, minutes)));
        });

    private static ExtensionAnswer Extends(ApprovalRequest request, Reviewer by, double minute = 1) => request.Extend(by, "web", Asked.At(minute), Asked.Claim);
}
