using System.Text.RegularExpressions;
using Approvals.Demo;

namespace Approvals.Gateway.Tests.Demo;

public sealed partial class DemoWorldTests
{
    private readonly DemoWorld world = new();

    [Fact]
    public void Keys_made_at_the_same_time_are_different_and_all_counted()
    {
        var keys = new string[200];

        Parallel.For(0, keys.Length, index => keys[index] = world.CreateAccessKey("alice"));

        Assert.Equal(keys.Length, keys.Distinct().Count());
        Assert.Equal((200, 200), (world.CallsOf("create_access_key"), world.EffectsOf("create_access_key")));
        Assert.Equal(Enumerable.Range(1, 200), world.Effects.Select(effect => effect.Number));
    }

    [Fact]
    public void A_demo_key_cannot_be_taken_for_a_real_one()
    {
        var key = world.CreateAccessKey("alice");

        Assert.StartsWith("AKIADEMO", key, StringComparison.Ordinal);
        Assert.DoesNotMatch(RealKey, key);
    }

    [Fact]
    public void Old_effects_are_forgotten_but_stay_counted()
    {
        for (var call = 0; call <= DemoWorld.RememberedEffects; call++)
        {
            world.Refund("acme", 1);
        }

        Assert.Equal(DemoWorld.RememberedEffects, world.Effects.Count);
        Assert.Equal(2, world.Effects[0].Number);
        Assert.Equal(DemoWorld.RememberedEffects + 1, world.EffectsOf("refund"));
    }

    [Fact]
    public void A_call_that_changes_nothing_is_counted_as_a_call_only()
    {
        Assert.False(world.DeleteAccount("nobody"));

        Assert.Equal((1, 0), (world.CallsOf("delete_account"), world.EffectsOf("delete_account")));
    }

    [GeneratedRegex("(AKIA|ASIA)[0-9A-Z]{16}")]
    private static partial Regex RealKey { get; }
}
