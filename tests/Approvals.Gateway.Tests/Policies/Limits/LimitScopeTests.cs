using Approvals.Gateway.Policies.Limits;
using Microsoft.EntityFrameworkCore;
using static Approvals.Gateway.Tests.Policies.Limits.LedgerWorld;

namespace Approvals.Gateway.Tests.Policies.Limits;

/// <summary>Whose calls are counted together.</summary>
public sealed class LimitScopeTests
{
    private static readonly Payer OfAlice = new("alice", "bank", null);
    private static readonly Payer InOne = OfAlice with { SessionId = "one" };
    private static readonly Payer InTwo = OfAlice with { SessionId = "two" };
    private static readonly Payer OfEve = new("eve", "bank", null);
    private static readonly Payer AtTheShop = OfAlice with { Upstream = "shop" };

    public static TheoryData<string, string[]> Scopes => new()
    {
        { "grant", ["alice alice/one alice/two alice@shop", "eve eve/one"] },
        { "session", ["alice alice@shop", "alice/one", "alice/two", "eve", "eve/one"] },
        { "upstream", ["alice alice/one alice/two eve eve/one", "alice@shop"] },
        { "global", ["alice alice/one alice/two alice@shop eve eve/one"] },
    };

    [Theory]
    [MemberData(nameof(Scopes))]
    public async Task Those_who_share_a_count_share_it_over_a_restart_and_nobody_else_does(string scope, string[] groups)
    {
        var payers = new Dictionary<string, Payer>
        {
            ["alice"] = OfAlice, ["alice/one"] = InOne, ["alice/two"] = InTwo, ["alice@shop"] = AtTheShop, ["eve"] = OfEve, ["eve/one"] = OfEve with { SessionId = "one" },
        };
        await using var world = await StartAsync(Scoped(scope, max: 1));
        foreach (var group in groups)
        {
            var together = group.Split(' ').Select(name => payers[name]).ToArray();
            await world.SendAsync(together[^1]);
            foreach (var payer in together)
            {
                await world.RefusesAsync(payer);
            }
        }

        await world.LoseAsync();
        foreach (var payer in payers.Values)
        {
            await world.RefusesAsync(payer);
        }
    }

    [Fact]
    public async Task Each_value_of_an_argument_is_counted_by_itself_for_all_grants_over_a_restart_too()
    {
        await using var world = await StartAsync(Scoped("args.customer", max: 1));
        await world.SendAsync(OfAlice, "pay", """{"customer":"ann"}""");
        await world.SendAsync(OfAlice, "pay", """{"customer":7}""");
        await world.SendAsync(OfAlice, "pay", """{"customer":null}""");
        await world.LoseAsync();

        await world.RefusesAsync(OfEve, "pay", """{"customer":"\u0061nn"}""");
        await world.RefusesAsync(OfEve, "pay", """{"customer":"7.0"}""");
        await world.RefusesAsync(OfEve, "pay", "{}");
        await world.SendAsync(OfEve, "pay", """{"customer":"bob"}""");
    }

    [Fact]
    public async Task What_an_agent_or_an_upstream_chose_is_not_readable_on_disk_and_has_no_length()
    {
        var huge = new string('x', 100_000);
        await using var world = await StartAsync($"{Scoped("args.customer", max: 1)},{Scoped("session", max: 1).Replace("pay", "look", StringComparison.Ordinal)}");
        await world.SendAsync(OfAlice, "pay", """{"customer":"ann-the-customer"}""");
        await world.SendAsync(OfAlice, "pay", $$"""{"customer":"{{huge}}"}""");
        await world.SendAsync(OfAlice with { SessionId = "the-session" }, "look");
        await world.SendAsync(OfAlice with { SessionId = huge }, "look");
        await world.RefusesAsync(OfAlice with { SessionId = huge }, "look");

        await using var database = await world.Storage.OpenAsync();
        var keys = await database.Limits.Select(row => row.Counter).ToListAsync();

        Assert.Equal(4, keys.Distinct().Count());
        Assert.All(keys, key => Assert.InRange(key.Length, 64, 120));
        Assert.All(keys, key => Assert.DoesNotContain("the-", key));
    }

    [Fact]
    public async Task A_rate_limit_counts_each_session_and_all_calls_without_one_together()
    {
        await using var world = await StartAsync("""
            "pay":{"rate_limit":{"max":1,"window":60}},"refund":{"rate_limit":{"max":1,"window":60}}
            """);
        await world.SendAsync(InOne);
        await world.SendAsync(InTwo);
        await world.SendAsync(OfAlice);

        Assert.Equal("/tools/pay/rate_limit", (await world.CheckAsync(InOne))!.Rule);
        Assert.Equal("At most 1 calls in 60 seconds (/tools/pay/rate_limit).", (await world.CheckAsync(OfAlice))!.Reason);
        await world.SendAsync(InOne, "refund");
    }

    [Fact]
    public async Task A_grant_that_floods_a_limit_with_values_is_refused_until_the_first_of_them_run_out()
    {
        await using var world = await StartAsync(Scoped("args.customer", max: 101));
        for (var value = 0; value < MostOfAGrant; value++)
        {
            await world.CheckAsync(OfAlice, "pay", Customer(value));
        }

        Assert.Null(await world.CheckAsync(OfAlice, "pay", Customer(MostOfAGrant)));
        Assert.InRange(world.Book.Count, 1, MostOfAGrant);
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        await FillAsync(world);
        var refused = (await world.CheckAsync(OfAlice, "pay", "{\"customer\":\"one more\"}"))!;

        Assert.Equal(("/tools/pay/limits/0", 10), (refused.Rule, refused.RetryAfterSeconds));
        Assert.IsType<LimitAnswer.Full>(await world.ReserveAsync(OfAlice, "pay", "{\"customer\":\"one more\"}"));
        Assert.Null(await world.CheckAsync(OfAlice, "pay", Customer(3)));
        Assert.Null(await world.CheckAsync(OfAlice, "pay", "{}"));
        Assert.NotNull(await world.CheckAsync(OfAlice, "pay", "{\"customer\":\"yet another\"}"));
        await world.SendAsync(OfEve, "pay", "{\"customer\":\"one more\"}");

        world.Clock.Advance(TimeSpan.FromSeconds(10));
        await world.SendAsync(OfAlice, "pay", "{\"customer\":\"yet another\"}");
        Assert.InRange(world.Book.Count, 1, 10);
    }

    [Fact]
    public async Task Counters_that_count_nothing_are_dropped_and_nothing_is_forgotten_by_it()
    {
        await using var world = await StartAsync($"{Tool("pay", 200)},{Tool("look", 2)}");
        await world.SendAsync();
        await world.SendAsync("look");
        await world.SendAsync("look");
        var open = await world.TakeAsync("look", "eve");
        world.Clock.Advance(TimeSpan.FromSeconds(10));
        await world.Ledger.SweepAsync();
        Assert.Equal(1, world.Book.Count);

        world.Edit($"{Tool("pay", 200, 60)},{Tool("look", 2, 60)}");
        Assert.Equal(50, await world.RefusesAsync("look"));
        // What was left of the dropped lease counts as used: a few in a hundred.
        Assert.InRange(await CountAsync(world), 190, 199);
        open.Sent();
    }

    private static async Task FillAsync(LedgerWorld world)
    {
        for (var value = 0; value < MostOfAGrant; value++)
        {
            await world.SendAsync(OfAlice, "pay", Customer(value));
        }
    }

    private static async Task<int> CountAsync(LedgerWorld world)
    {
        var count = 0;
        while (await world.ReserveAsync() is LimitAnswer.Reserved)
        {
            count++;
        }

        return count;
    }

    private static string Customer(int value) => $$"""{"customer":"{{value}}x"}""";

    private static string Scoped(string scope, int max) => $$"""
        "pay":{"limits":[{"counter":"pay","window":10,"max":{{max}},"scope":"{{scope}}"}]}
        """;
}
