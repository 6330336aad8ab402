using Approvals.Gateway.Failpoints;

namespace Approvals.Gateway.Tests.Failpoints;

/// <summary>
/// The table of failpoints: the gateway, as a process of its own, dies or fails once at each point of a call's life, and the promises
/// hold for whoever waits, decides and looks afterwards.
/// </summary>
public abstract class FailpointTests
{
    private protected abstract string Action { get; }

    private protected virtual bool IsOverRabbitMq => false;

    public static TheoryData<string> OfTheQueue { get; } = [.. FailpointRow.OfTheQueue.Select(at => $"{at}")];

    public static TheoryData<string> Straight { get; } = [.. FailpointRow.Straight.Select(at => $"{at}")];

    private protected async Task HoldsAsync(string at)
    {
        var row = FailpointRow.Held(Action).Single(row => $"{row.At}" == at);
        await using var world = await FailpointWorld.StartAsync($"{row.At}={Action}", IsOverRabbitMq);
        if (row.Leaves)
        {
            await world.CallsAndLeavesAsync("pay", new { amount = 1 });
        }

        world.LetBobDecide();
        var answer = await world.CallsAsync("pay", new { amount = 1 });

        await world.BreaksAsync(row.At, Action);
        Assert.Equal(row.Ends == Ends.Unknown ? "outcome_unknown" : null, answer!.Code);
        Assert.Equal(row.Ends == Ends.Unknown, answer.IsError);
        Assert.Equal(row.Runs, world.Bank.CountOf("pay"));
        Assert.InRange(world.Announcements, 1, row.MostAnnouncements);

        // One request, approved by Bob and ended, whatever happened on the way.
        var request = Assert.Single(await world.RequestsAsync());
        Assert.Equal("approved", request.GetProperty("status").GetString());
        Assert.Equal("bob", Assert.Single(request.GetProperty("decisions").EnumerateArray()).GetProperty("reviewer").GetString());
        Assert.Equal(row.Ends == Ends.Unknown ? "unknown" : "completed", request.GetProperty("outcome").GetString());

        // And the next call finds everything in order.
        Assert.Equal("""pay {"amount":2}""", (await world.CallsAsync("pay", new { amount = 2 }))!.Text);
        Assert.Equal(row.Runs + 1, world.Bank.CountOf("pay"));
    }

    private protected async Task GoesStraightAsync(Point at)
    {
        await using var world = await FailpointWorld.StartAsync($"{at}={Action}", IsOverRabbitMq);

        // Nobody can know whether an allowed call ran that lost its connection, and whether to call again is for its agent to say.
        var first = await world.CallsAsync("look", new { }, tries: 1);
        Assert.Equal((at, Action) is (Point.Sent, "fail") ? "outcome_unknown" : null, first?.Code);
        Assert.Equal(at == Point.Sent ? 1 : 0, world.Bank.CountOf("look"));
        await world.BreaksAsync(at, Action);

        // Its limit of three is never exceeded, whatever was lost on the way, and at most the lost one goes unused.
        var sent = world.Bank.CountOf("look");
        while ((await world.CallsAsync("look", new { }))!.Code is not "rate_limited")
        {
            Assert.InRange(++sent, 1, 3);
        }

        Assert.InRange(world.Bank.CountOf("look"), 2, 3);
        Assert.Equal(sent, world.Bank.CountOf("look"));
        Assert.Empty(await world.RequestsAsync());
    }
}
