using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Approvals.Gateway.Inbox.Statistics;
using Approvals.Gateway.Storage.Views;
using Approvals.Gateway.Tests.World;
using Approvals.Policies;

namespace Approvals.Gateway.Tests.Inbox.Statistics;

public sealed partial class StatisticsTests : IAsyncLifetime
{
    private static readonly RuleFigures AlwaysApproved = new("shop", "/tools/refund/action", "refund", 1, 20, 3, 20, 0, 0, 900, 5_000, 4);

    private PageWorld world = null!;
    private int grants;

    public async ValueTask InitializeAsync() => world = await PageWorld.StartAsync();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task Rules_are_counted_with_their_answers_and_times()
    {
        foreach (var (seconds, decision) in new[] { (1, "approve"), (10, "approve"), (30, "deny"), (1_200, "approve") })
        {
            await DecidedAsync("refund", seconds, decision, "bob");
        }

        await DecidedAsync("payout", 5, "deny", "carol");
        await world.WithdrawAsync(await world.ParkAsync("payout"), "alice");
        await world.ParkAsync("waits");

        var page = await TextAsync("bob");

        Assert.Contains("/tools/refund of shop 4 4 75 % 0 20 s 1.0 s", page, StringComparison.Ordinal);
        Assert.Contains("/tools/payout of shop 2 2 0 % 0 5.0 s 5.0 s", page, StringComparison.Ordinal);
        Assert.Contains("/tools/waits of shop 1 1 – 0 – –", page, StringComparison.Ordinal);
        Assert.Contains("bob 4 75 % 20 s 1", page, StringComparison.Ordinal);
        Assert.Contains("carol 1 0 % 5.0 s 0", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Suggest a rule", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_week_and_a_month_are_counted_from_now()
    {
        var statistics = world.Get<StatisticsQueries>();
        await DecidedAsync("refund", 1, "approve", "bob");
        var now = world.Clock.GetUtcNow();

        Assert.Equal([(1, 1)], await CountAsync(month: now.AddMinutes(-1), week: now.AddMinutes(-1)));
        Assert.Equal([(1, 0)], await CountAsync(month: now.AddMinutes(-1), week: now));
        Assert.Empty(await CountAsync(month: now, week: now));
        Assert.Empty(await statistics.ListReviewersAsync(now, StatisticsPages.Quick, TestContext.Current.CancellationToken));

        async Task<IEnumerable<(int, int)>> CountAsync(DateTimeOffset month, DateTimeOffset week) =>
            (await statistics.ListRulesAsync(month, week, TestContext.Current.CancellationToken)).Select(rule => (rule.Asked, rule.AskedThisWeek));
    }

    [Fact]
    public async Task A_rule_that_everybody_always_approves_is_suggested_away_with_a_warning()
    {
        for (var at = 0; at < RuleSuggestion.FewestAsked; at++)
        {
            await DecidedAsync("refund", 1, "approve", "bob");
        }

        var page = await TextAsync("bob");

        Assert.Contains("Asked 20 times for refund , and approved every time.", page, StringComparison.Ordinal);
        Assert.Contains("that does not make the next call harmless", page, StringComparison.Ordinal);
        Assert.Contains("\"max\": 20", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_what_was_asked_often_and_always_approved_is_suggested()
    {
        Assert.NotNull(RuleSuggestion.For(AlwaysApproved));
        Assert.Null(RuleSuggestion.For(AlwaysApproved with { Asked = 19, Approved = 19 }));
        Assert.Null(RuleSuggestion.For(AlwaysApproved with { Approved = 19, Denied = 1 }));
        Assert.Null(RuleSuggestion.For(AlwaysApproved with { Approved = 19, Expired = 1 }));
        Assert.Null(RuleSuggestion.For(AlwaysApproved with { Tools = 2 }));
    }

    [Theory]
    [InlineData("refund")]
    [InlineData("a\"b\\c{}")]
    [InlineData("дom/ε x")]
    public void The_fragment_is_one_that_a_policy_takes_and_that_allows_the_tool(string tool)
    {
        var suggestion = RuleSuggestion.For(AlwaysApproved with { Tool = tool })!;
        var document = suggestion.Fragment.Insert(1, "\"version\":\"1\",\"default\":\"deny\",");

        var policy = PolicyReader.Read("shop", "shop.json", Encoding.UTF8.GetBytes(document), out var problems);

        Assert.Empty(problems);
        var allowed = Assert.IsType<Verdict.Allow>(policy!.Evaluate(Use.OfTool(tool), new Facts("alice", "alice@example.com", PageWorld.Noon)));
        Assert.Equal(4, Assert.Single(allowed.Limits).Max);
    }

    [Fact]
    public void A_condition_that_asks_is_taken_out_and_the_others_stay() =>
        Assert.StartsWith(
            "Take /tools/refund/require_approval/0 out of the document",
            RuleSuggestion.For(AlwaysApproved with { Rule = "/tools/refund/require_approval/0" })!.Instruction, StringComparison.Ordinal);

    [Fact]
    public async Task Who_may_see_no_requests_sees_no_figures()
    {
        Assert.Equal(404, (await (await world.BrowserOfAsync("nobody")).GetAsync("/statistics")).Status);
        Assert.Equal(303, (await world.Browser().GetAsync("/statistics")).Status);
        Assert.Contains("No rule has asked anybody.", await TextAsync("vera"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ten_thousand_requests_are_counted_in_less_than_a_second()
    {
        await world.ParkManyAsync(10_000);
        var bob = await world.BrowserOfAsync("bob");

        var begun = System.Diagnostics.Stopwatch.GetTimestamp();
        var page = await bob.GetAsync("/statistics");
        var taken = System.Diagnostics.Stopwatch.GetElapsedTime(begun);

        Assert.Contains("10&#xA0;000", page.Body, StringComparison.Ordinal);
        Assert.True(taken < TimeSpan.FromSeconds(1), $"{taken.TotalMilliseconds:N0} ms");
    }

    private async Task DecidedAsync(string tool, int seconds, string decision, string person)
    {
        var id = await world.ParkAsync(tool, with: asked => asked with { Grant = $"grant-{++grants}" });
        world.Clock.Advance(TimeSpan.FromSeconds(seconds));
        Assert.Equal(200, (await world.Program(person).DecideAsync(id, decision)).Status);
    }

    private async Task<string> TextAsync(string person)
    {
        var page = (await (await world.BrowserOfAsync(person)).GetAsync("/statistics")).Body;
        return Spaces().Replace(WebUtility.HtmlDecode(Tags().Replace(page, " ")), " ");
    }

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tags();

    [GeneratedRegex("[ \n]+")]
    private static partial Regex Spaces();
}
