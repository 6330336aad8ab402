using Approvals.Gateway.Policies.Limits;
using static Approvals.Gateway.Tests.Policies.Limits.LedgerWorld;

namespace Approvals.Gateway.Tests.Policies.Limits;

/// <summary>Calls that take more than one place.</summary>
public sealed class LimitAmountTests
{
    private static readonly Payer OfAlice = new("alice", "bank", null);

    [Theory]
    [InlineData(100)]
    [InlineData(1_000)]
    [InlineData(1_000_000_000)]
    public async Task The_amounts_of_a_window_add_up_to_its_max_and_no_more_over_a_restart_too(long max)
    {
        await using var world = await StartAsync(Charged(max));
        await world.SendAsync(OfAlice, "pay", Tokens(max / 2));
        world.Clock.Advance(TimeSpan.FromSeconds(3));
        await world.SendAsync(OfAlice, "pay", Tokens((max / 2) - 1));

        Assert.Null(await world.CheckAsync(OfAlice, "pay", Tokens(1)));
        Assert.Equal(7, await world.RefusesAsync(OfAlice, "pay", Tokens(2)));
        Assert.Equal(10, await world.RefusesAsync(OfAlice, "pay", Tokens(max)));
        Assert.Null(await world.CheckAsync(OfAlice, "pay", Tokens(0)));
        await world.LoseAsync();
        await world.RefusesAsync(OfAlice, "pay", Tokens(2));
    }

    [Fact]
    public async Task The_refusal_says_what_is_counted()
    {
        await using var world = await StartAsync("""
            "pay":{"limits":[{"counter":"c","window":10,"max":5,"amount":"args.tokens","scope":"args.customer"}]}
            """);
        await world.SendAsync(OfAlice, "pay", """{"tokens":5}""");

        Assert.Equal("At most 5 of args.tokens in 10 seconds for each args.customer (c).", (await world.CheckAsync(OfAlice, "pay", Tokens(1)))!.Reason);
    }

    [Theory]
    [InlineData(100, 30)]
    [InlineData(1_000, 3)]
    [InlineData(1_000, 7)]
    [InlineData(1_000, 300)]
    public async Task What_is_given_back_is_there_again_to_the_last_place(int max, int amount)
    {
        await using var world = await StartAsync(Charged(max));
        for (var round = 0; round < 5; round++)
        {
            var taken = new List<Places>();
            while (await world.ReserveAsync(OfAlice, "pay", Tokens(amount)) is LimitAnswer.Reserved reserved)
            {
                taken.Add(reserved.Places);
            }

            Assert.Equal(max / amount, taken.Count);
            taken.ForEach(places => places.GiveBack());
        }

        await world.SendAsync(OfAlice, "pay", Tokens(max));
        await world.RefusesAsync(OfAlice, "pay", Tokens(1));
    }

    [Fact]
    public async Task What_an_upstream_that_is_mostly_down_gives_back_is_not_lost_in_a_crash()
    {
        await using var world = await StartAsync(Tool("pay", 1_000));
        for (var call = 0; call < 3_000; call++)
        {
            var places = await world.TakeAsync();
            if (call % 20 == 0)
            {
                places.Sent();
            }
            else
            {
                places.GiveBack();
            }
        }

        await world.FlushAsync();
        await world.LoseAsync();

        // 150 were sent, and what is left of two leases of a fiftieth may be lost.
        await world.SendManyAsync(1_000 - 150 - 40);
    }

    [Fact]
    public async Task A_call_that_needs_more_than_a_lease_waits_for_one_write_and_those_behind_it_for_their_own()
    {
        await using var world = await StartAsync(Charged(1_000));
        await world.SendAsync(OfAlice, "pay", Tokens(1));
        var before = world.Storage.Gate.Commits;

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => world.ReserveAsync(OfAlice, "pay", Tokens(90)).AsTask())));

        Assert.Equal(11, answers.Count(answer => answer is LimitAnswer.Reserved));
        Assert.InRange(world.Storage.Gate.Commits - before, 1, 30);
    }

    private static string Tokens(long tokens) => $$"""{"tokens":{{tokens}}}""";

    private static string Charged(long max) => $$"""
        "pay":{"limits":[{"counter":"pay","window":10,"max":{{max}},"amount":"args.tokens"}]}
        """;
}
