using System.Net;
using System.Text.Json;
using Approvals.Gateway.Notifications.Slack.Interactions;
using Approvals.Gateway.Reviews;
using Approvals.Gateway.Reviews.Forms;
using Approvals.Gateway.Storage;
using Approvals.Gateway.Tests.World;
using Approvals.Requests;

namespace Approvals.Gateway.Tests.Notifications.Slack;

/// <summary>P3 across doors: a thousand requests that people decide in Slack and on the page at the same moment, one for it and one against.</summary>
public sealed class RacingDoorsTests : IAsyncLifetime
{
    private const int Races = 1_000;
    private const int AtOnce = 50;

    private PageWorld world = null!;

    public async ValueTask InitializeAsync() => world = await PageWorld.StartAsync(isRealTime: true);

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task One_wins_and_the_other_is_told_who()
    {
        var book = world.Get<ReviewerBook>();
        var (slack, carol) = (new ReviewDoor(world.Get<ReviewRoom>(), world.Get<ApprovalStore>(), world.Get<FollowedDeliveries>(), TimeProvider.System), book.Find("carol")!);
        var bob = await world.BrowserOfAsync("bob");
        await world.ParkManyAsync(Races);
        var ids = Enumerable.Range(1, Races).Select(number => $"{number:x32}").ToList();
        await bob.GetAsync($"/approvals/{ids[0]}");

        var (inSlack, onThePage) = (0, 0);
        foreach (var chunk in ids.Chunk(AtOnce))
        {
            await Task.WhenAll(chunk.Select(RaceAsync));
        }

        // Both doors had their share, or it was no race.
        Assert.Equal(Races, inSlack + onThePage);
        Assert.InRange(inSlack, 1, Races - 1);

        async Task RaceAsync(string id)
        {
            var form = new DecisionForm(Choice.Deny, null, PageWorld.FingerprintOf(id));
            var clicked = Task.Run(() => slack.DecideAsync(id, carol, form, CancellationToken.None));
            var posted = Task.Run(() => bob.PostJsonAsync(
                $"/api/approvals/{id}/decision", JsonSerializer.Serialize(new { decision = "approve", fingerprint = PageWorld.FingerprintOf(id) }), bob.Origin, bob.FormToken));
            var (refusal, answer) = (await clicked, await posted);

            var request = (await world.Get<ApprovalStore>().FindAsync(id, CancellationToken.None))!;
            var decision = Assert.Single(request.Decisions);
            if (refusal is null)
            {
                Interlocked.Increment(ref inSlack);
                Assert.Equal((RequestStatus.Denied, "carol", "slack"), (request.Status, decision.Reviewer, decision.Via));
                Assert.Equal((int)HttpStatusCode.Conflict, answer.Status);
                Assert.Contains("Already denied by carol", answer.Body, StringComparison.Ordinal);
            }
            else
            {
                Interlocked.Increment(ref onThePage);
                Assert.Equal((RequestStatus.Approved, "bob"), (request.Status, decision.Reviewer));
                Assert.StartsWith("Already approved by bob", refusal, StringComparison.Ordinal);
                Assert.Equal((int)HttpStatusCode.OK, answer.Status);
            }
        }
    }
}
