using Approvals.Gateway.Inbox.Pages;
using Approvals.Gateway.Reviews;
using Approvals.Gateway.Storage;
using Approvals.Gateway.Storage.Views;

namespace Approvals.Gateway.Inbox.History;

internal static class HistoryPages
{
    private const int PageLength = 50;

    public static void MapHistory(this IEndpointRouteBuilder app)
    {
        app.MapGet(HistoryAddress.Page, ShowAsync);
        app.MapHistoryExport();
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, ReviewerBook reviewers, ReviewRoom room, TimeProvider clock, string? before, CancellationToken stop)
    {
        if (Visitor.SignedIn(context, reviewers) is not { } person)
        {
            return Page.ToSignIn(context);
        }

        Place? place = null;
        if (!string.IsNullOrEmpty(before) && (place = PageCursor.Read(before)) is null)
        {
            return Page.Of<MessagePage>(context, MessageModel.Of(StatusCodes.Status404NotFound), StatusCodes.Status404NotFound);
        }

        var filter = HistoryAddress.FilterOf(context.Request.Query);
        var (items, next) = await room.ListResolvedAsync(person, filter, place, PageLength, stop);
        return Page.Of<HistoryPage>(context, new HistoryModel(
            person, clock.GetUtcNow(), filter, items, IsFirst: place is null, next is { } older ? HistoryAddress.Of(HistoryAddress.Page, filter, older) : null));
    }
}
