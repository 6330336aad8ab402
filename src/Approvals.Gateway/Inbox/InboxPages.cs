using Approvals.Gateway.Configuration;
using Approvals.Gateway.Inbox.Pages;
using Approvals.Gateway.Inbox.Waiting;
using Approvals.Gateway.Reviews;
using Approvals.Gateway.Reviews.Live;
using Approvals.Gateway.Reviews.People.Oidc;
using Approvals.Gateway.Reviews.Stories;
using Approvals.Gateway.Storage.Views;
using Approvals.Requests;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Approvals.Gateway.Inbox;

/// <summary>What people look at. Looking changes nothing: mail scanners and link previews follow every link.</summary>
internal static class InboxPages
{
    private const int MostRecent = 10;
    private const int MostUnsettled = 20;

    public static void MapInboxPages(this IEndpointRouteBuilder app)
    {
        app.MapGet("/", InboxAsync);
        app.MapGet("/approvals/{id}", RequestAsync);
        app.MapGet("/sign-in", SignIn);
    }

    private static async Task<IResult> InboxAsync(
        HttpContext context, ReviewerBook reviewers, ReviewRoom room, Presence presence, GatewayOptions options, TimeProvider clock, CancellationToken stop)
    {
        if (Visitor.SignedIn(context, reviewers) is not { } person)
        {
            return Page.ToSignIn(context);
        }

        var (filter, after) = (InboxAddress.FilterOf(context.Request.Query), InboxAddress.AfterOf(context.Request.Query));
        var (waiting, next, count) = await room.ListWaitingAsync(person, filter, after, BulkDenial.Most, stop);
        var unsettled = await room.ListUnsettledAsync(person, MostUnsettled, stop);
        var (recent, _) = await room.ListResolvedAsync(person, HistoryFilter.Everything, before: null, MostRecent, stop);
        return Page.Of<InboxPage>(context, new InboxModel(person, clock.GetUtcNow(), filter, waiting, count, unsettled, recent)
        {
            IsFirst = after is null,
            FullGrants = await room.ListFullGrantsAsync(person, options.MaxPendingPerGrant, stop),
            LookingAt = id => presence.OthersAt(id, person.Id),
            Next = next is { } place ? InboxAddress.Of(filter, place) : null,
        });
    }

    private static async Task<IResult> RequestAsync(
        HttpContext context, ReviewerBook reviewers, ReviewRoom room, string id, CancellationToken stop)
    {
        if (Visitor.SignedIn(context, reviewers) is not { } person)
        {
            return Page.ToSignIn(context);
        }

        return await ShowAsync(context, room, person, id, refusal: null, typedReason: null);
    }

    /// <summary>A request's page; after a refused form with the sentence that says why, and what had been typed.</summary>
    public static async Task<IResult> ShowAsync(HttpContext context, ReviewRoom room, Reviewer person, string id, Refusal? refusal, string? typedReason)
    {
        var stop = context.RequestAborted;
        if (await room.FindAsync(id, person, stop) is not { } view)
        {
            return Page.Of<MessagePage>(context, MessageModel.NoSuchRequest(person), StatusCodes.Status404NotFound);
        }

        var now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        var twins = await room.ListTwinsAsync(view, person, stop);
        var story = await context.RequestServices.GetRequiredService<StoryTeller>().TellAsync(view, person, stop);
        var model = new RequestModel(person, now, view, twins, story, refusal?.Sentence, typedReason)
        {
            Context = await room.ListContextAsync(view, stop),
            Narrowing = await room.ListNarrowingAsync(view, person, stop),
            Looking = context.RequestServices.GetRequiredService<Presence>().OthersAt(id, person.Id),
        };
        return Page.Of<RequestPage>(context, model, refusal?.Status ?? StatusCodes.Status200OK);
    }

    private static RazorComponentResult<SignInPage> SignIn(
        HttpContext context, ReviewerBook reviewers, OidcOptions oidc, [FromServices] SignInLink? link, string? code, string? returnUrl) =>
        Page.Of<SignInPage>(context, new SignInModel(
            Visitor.SignedIn(context, reviewers), link is null ? null : code, LocalAddress.Of(returnUrl), HasLink: link is not null) { Provider = oidc.IsOn ? oidc.DisplayName : null });
}
