using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Raw;

namespace Approvals.Gateway.Tests.Scenarios;

/// <summary>Which calls are the same call, made again.</summary>
public class EqualCallTests : BankStories
{
    private const string Asked = """{"amount":1,"to":{"name":"Ann","iban":"DE00"}}""";

    public static TheoryData<string, string, string?> SameCalls => new()
    {
        { "the same text", Asked, null },
        { "the keys in another order", """{"to":{"iban":"DE00","name":"Ann"},"amount":1}""", null },
        { "other white space", """{ "amount" : 1, "to" : { "name" : "Ann", "iban" : "DE00" } }""", null },
        { "another way to write a letter", """{"amount":1,"to":{"name":"\u0041nn","iban":"DE00"}}""", null },
        { "another progress token", Asked, "\"progressToken\":\"new\"" },
        { "another _meta, as claude-code sends with each call", Asked, "\"claudecode/toolUseId\":\"toolu_02\"" },
    };

    public static TheoryData<string, string> OtherCalls => new()
    {
        { "another amount", """{"amount":2,"to":{"name":"Ann","iban":"DE00"}}""" },
        { "another way to write the number", """{"amount":1.0,"to":{"name":"Ann","iban":"DE00"}}""" },
        { "a text for a number", """{"amount":"1","to":{"name":"Ann","iban":"DE00"}}""" },
        { "one argument more", """{"amount":1,"to":{"name":"Ann","iban":"DE00"},"note":null}""" },
        { "one argument less", """{"amount":1}""" },
        { "a key in another case", """{"Amount":1,"to":{"name":"Ann","iban":"DE00"}}""" },
        { "a blank in a text", """{"amount":1,"to":{"name":"Ann ","iban":"DE00"}}""" },
    };

    [Theory]
    [MemberData(nameof(SameCalls))]
    public async Task An_equal_call_attaches(string how, string arguments, string? meta)
    {
        foreach (var era in Eras.Select(row => row.Data))
        {
            using var alice = await AliceOnTheWireAsync(era);
            using var first = await alice.CallAsync("pay", Asked, "\"claudecode/toolUseId\":\"toolu_01\",\"progressToken\":\"old\"");
            var waits = await Bob.SeesOneAsync();
            first.Leave();
            await World.SeesEveryCallerGoneAsync();

            using var again = await alice.CallAsync("pay", arguments, meta);
            await World.SeesCallersAsync(1);
            Assert.True(IdOf(waits) == IdOf(await Bob.SeesOneAsync()), how);
            await Bob.ApproveAsync(waits);

            // What was reviewed is what runs, whoever comes for it and however it writes it.
            Assert.Equal($"pay {Asked}", (await again.AnswerAsync()).Text);
        }
    }

    [Theory]
    [MemberData(nameof(OtherCalls))]
    public async Task Any_other_call_asks_for_itself(string how, string arguments)
    {
        using var alice = await AliceOnTheWireAsync(Agent.Modern);
        var waits = await LeaveBehindAsync(alice, "pay", Asked);
        await Bob.ApproveAsync(waits);

        using var other = await alice.CallAsync("pay", arguments);

        Assert.True(IdOf(waits) != IdOf(await Bob.SeesOneAsync()), how);
        Assert.Equal(0, Bank.CountOf("pay"));
    }

    [Fact]
    public async Task The_same_call_under_another_grant_asks_for_itself()
    {
        using var alice = await AliceOnTheWireAsync(Agent.Modern);
        var waits = await LeaveBehindAsync(alice);
        await Bob.ApproveAsync(waits);

        using var eve = await WireAgent.ConnectAsync(World, Agent.Modern, GatewayWorld.EveToken);
        using var hers = await eve.CallAsync("pay", "{}");

        Assert.Equal("eve", (await Bob.SeesOneAsync()).GetProperty("grant").GetString());
        Assert.Equal(0, Bank.CountOf("pay"));
    }

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task Two_equal_calls_with_both_callers_there_are_two_requests_and_two_runs(string era)
    {
        await using var alice = await AliceAsync(era);
        var first = alice.CallsAsync("pay");
        await Bob.SeesOneAsync();
        var second = alice.CallsAsync("pay");
        var both = await Bob.SeesPendingAsync(2);
        Assert.Equal(both[0].GetProperty("fingerprint").GetString(), both[1].GetProperty("fingerprint").GetString());

        await Bob.ApproveAsync(both[0]);
        await Bob.ApproveAsync(both[1]);

        Assert.Equal(["pay {}", "pay {}"], (await Task.WhenAll(first, second)).Select(answer => answer.Text));
        Assert.Equal(2, Bank.CountOf("pay"));
    }

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task A_denial_of_one_twin_is_not_a_denial_of_the_other(string era)
    {
        await using var alice = await AliceAsync(era);
        var first = alice.CallsAsync("pay");
        var one = await Bob.SeesOneAsync();
        var second = alice.CallsAsync("pay");
        var other = (await Bob.SeesPendingAsync(2)).Single(twin => IdOf(twin) != IdOf(one));

        await Bob.DenyAsync(one);
        Assert.Equal("approval_denied", (await first).Code);
        await Bob.ApproveAsync(other);

        Assert.Equal("pay {}", (await second).Text);
        Assert.Equal(1, Bank.CountOf("pay"));
    }
}
