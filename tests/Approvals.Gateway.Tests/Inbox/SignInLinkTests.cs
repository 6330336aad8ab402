using Approvals.Gateway.Inbox;
using Microsoft.Extensions.Time.Testing;

namespace Approvals.Gateway.Tests.Inbox;

public sealed class SignInLinkTests
{
    private readonly FakeTimeProvider clock = new();

    [Fact]
    public void A_code_is_good_once()
    {
        var link = new SignInLink(clock);
        var code = link.Create();

        Assert.True(link.TrySpend(code));
        Assert.False(link.TrySpend(code));
    }

    [Fact]
    public void Of_two_who_spend_it_at_once_one_gets_in()
    {
        var between = new InterruptedClock();
        var link = new SignInLink(between);
        var code = link.Create();
        var other = false;

        // While one looks at the clock, the other is quicker.
        between.OnNextLook = () => other = link.TrySpend(code);
        var one = link.TrySpend(code);

        Assert.True(other);
        Assert.False(one);
    }

    [Fact]
    public void A_code_is_good_for_ten_minutes()
    {
        var link = new SignInLink(clock);
        var code = link.Create();

        clock.Advance(TimeSpan.FromMinutes(10));

        Assert.False(link.TrySpend(code));
    }

    [Fact]
    public void A_moment_before_it_still_is()
    {
        var link = new SignInLink(clock);
        var code = link.Create();

        clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromMilliseconds(1));

        Assert.True(link.TrySpend(code));
    }

    [Fact]
    public void A_wrong_code_does_not_void_the_right_one()
    {
        var link = new SignInLink(clock);
        var code = link.Create();

        Assert.False(link.TrySpend(""));
        Assert.False(link.TrySpend(code + "x"));
        Assert.True(link.TrySpend(code));
    }

    [Fact]
    public void A_new_code_voids_the_old_one_and_has_256_bits()
    {
        var link = new SignInLink(clock);
        var old = link.Create();
        var code = link.Create();

        Assert.False(link.TrySpend(old));
        Assert.Equal(32, System.Buffers.Text.Base64Url.DecodeFromChars(code).Length);
    }

    [Fact]
    public void Nothing_is_good_before_a_code_was_made() => Assert.False(new SignInLink(clock).TrySpend(""));

    private sealed class InterruptedClock : TimeProvider
    {
        public Action? OnNextLook { get; set; }

        public override DateTimeOffset GetUtcNow()
        {
            var interrupt = OnNextLook;
            OnNextLook = null;
            interrupt?.Invoke();
            return DateTimeOffset.UnixEpoch;
        }
    }
}
