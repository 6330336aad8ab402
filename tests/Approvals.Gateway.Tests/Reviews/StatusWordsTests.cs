using Approvals.Gateway.Reviews.Words;
using Approvals.Gateway.Reviews;
using Approvals.Gateway.Tests.World;
using Approvals.Policies;
using Approvals.Requests;

namespace Approvals.Gateway.Tests.Reviews;

public sealed class StatusWordsTests
{
    private static readonly Reviewer Bob = new("bob", null, [], [Role.Reviewer]);

    [Fact]
    public void Each_end_has_its_own_words()
    {
        var ends = new Dictionary<string, Action<ApprovalRequest>>
        {
            ["Waiting"] = _ => { },
            ["Expired"] = request => request.Expire(PageWorld.Noon.AddHours(1), TimeSpan.FromMinutes(15)),
            ["Withdrawn"] = request => request.Withdraw(PageWorld.Noon, TimeSpan.FromMinutes(15)),
            ["Denied"] = request => Decide(request, Choice.Deny),
            ["Approved"] = request => Decide(request, Choice.Approve),
            ["Approved, running"] = Release,
            ["Approved, ran"] = request => End(request, Outcome.Completed),
            ["Approved, failed"] = request => End(request, Outcome.Failed),
            ["Approved, outcome unknown"] = request => End(request, Outcome.Unknown),
            ["Approved, not collected"] = request =>
            {
                Decide(request, Choice.Approve);
                request.Lapse(PageWorld.Noon.AddHours(1));
            },
            ["Approved, not released"] = request =>
            {
                Decide(request, Choice.Approve);
                request.Refuse("{}", PageWorld.Noon);
            },
        };

        var said = ends.Select(end => Of(end.Value)).ToList();

        Assert.Equal(ends.Keys, said.Select(words => words.Chip));
        Assert.Equal(said.Count, said.Select(words => words.Sentence).Distinct().Count());
    }

    [Fact]
    public void What_is_over_but_not_yet_marked_so_is_shown_as_over() =>
        Assert.Equal("Expired", Of(_ => { }, PageWorld.Noon.AddMinutes(30)).Chip);

    private static StatusWords Of(Action<ApprovalRequest> moves, DateTimeOffset? now = null)
    {
        var asked = new AskedCall("shop", "http://shop", "refund", "{}", "{}", "{}", "g", "alice", "g", "f", "k", null, null, "2025-11-25");
        var request = ApprovalRequest.Open("1", asked, new Ground("/tools/refund", "Money.", "shop", "0"), Terms.Default, PageWorld.Noon);
        moves(request);
        return StatusWords.Of(ApprovalView.For(request, Bob)!, now ?? PageWorld.Noon);
    }

    private static void Decide(ApprovalRequest request, Choice choice) =>
        Assert.IsType<DecisionAnswer.Recorded>(request.Decide(Bob, choice, null, "f", "web", PageWorld.Noon, TimeSpan.FromMinutes(15)));

    private static void Release(ApprovalRequest request)
    {
        Decide(request, Choice.Approve);
        Assert.IsType<ReleaseAnswer.Released>(request.Release(Terms.Default, _ => Bob, PageWorld.Noon));
    }

    private static void End(ApprovalRequest request, Outcome outcome)
    {
        Release(request);
        Assert.True(request.Complete(outcome, "{}", PageWorld.Noon));
    }
}
