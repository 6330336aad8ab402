using Approvals.Gateway.Inbox.Pages;
using Approvals.Gateway.Reviews;
using Approvals.Gateway.Storage.Views;
using Approvals.Requests;

namespace Approvals.Gateway.Inbox.Statistics;

/// <summary>What wears people out: rules that ask too often, and answers that come too fast.</summary>
internal static class StatisticsPages
{
    public const int Days = 30;

    /// <summary>Whoever decides faster than this has not read it.</summary>
    public static readonly TimeSpan Quick = TimeSpan.FromSeconds(2);

    public static void MapStatistics(this IEndpointRouteBuilder app) => app.MapGet("/statistics", ShowAsync);

    private static async Task<IResult> ShowAsync(
        HttpContext context, ReviewerBook reviewers, StatisticsQueries statistics, TimeProvider clock, CancellationToken stop)
    {
        if (Visitor.SignedIn(context, reviewers) is not { } person)
        {
            return Page.ToSignIn(context);
        }

        if (!person.May(Right.See))
        {
            return Page.Of<MessagePage>(context, MessageModel.Of(StatusCodes.Status404NotFound), StatusCodes.Status404NotFound);
        }

        var now = clock.GetUtcNow();
        var rules = await statistics.ListRulesAsync(now.AddDays(-Days), now.AddDays(-7), stop);
        var people = await statistics.ListReviewersAsync(now.AddDays(-Days), Quick, stop);
        return Page.Of<StatisticsPage>(context, new StatisticsModel(person, rules, people));
    }
}
