using System.Text.Json;
using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Raw;

namespace Approvals.Gateway.Tests.Scenarios.Wire;

/// <summary>H13 and H41: however many call at once, and whatever ids they use, everybody gets their own answer.</summary>
public sealed class CrowdTests(OpenDoor door) : IClassFixture<OpenDoor>
{
    [Theory]
    [InlineData(Agent.Legacy, false)]
    [InlineData(Agent.Legacy, true)]
    [InlineData(Agent.Modern, false)]
    [InlineData(Agent.Modern, true)]
    public async Task A_hundred_calls_under_one_id_come_back_to_their_callers(string era, bool inEvents)
    {
        door.Upstream.Script = Tagged(100, inEvents);
        using var eve = new RawAgent(door.World, "raw", GatewayWorld.EveToken);

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(async i =>
            (Tag: $"tag {i}", Answer: await (i % 3 == 0 ? eve : door.Alice).CallAsync("safe", era, i % 2 == 0 ? "7" : "\"7\"", $$"""{"tag":"tag {{i}}"}"""))));

        Assert.All(answers, one => Assert.Equal(one.Tag, one.Answer.Said));
        Assert.All(answers, one => Assert.Single(one.Answer.Messages));
    }

    // Nobody is answered before all are there; then the last is answered first.
    private static Reply Tagged(int crowd, bool inEvents)
    {
        var here = 0;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return async (seen, response) =>
        {
            var place = Interlocked.Increment(ref here);
            if (place == crowd)
            {
                all.TrySetResult();
            }

            await all.Task;
            var tag = seen.Json.GetProperty("params").GetProperty("arguments").GetProperty("tag").GetString();
            var message = $$$"""{"jsonrpc":"2.0","id":$id,"result":{"content":[{"type":"text","text":{{{JsonSerializer.Serialize(tag)}}}}]}}""";
            await (inEvents ? Replies.Events(message) : Replies.Json(message))(seen, response);
        };
    }
}
