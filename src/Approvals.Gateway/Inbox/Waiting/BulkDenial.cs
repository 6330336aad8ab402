using Approvals.Gateway.Inbox.Pages;
using Approvals.Gateway.Reviews;
using Approvals.Gateway.Reviews.Forms;
using Approvals.Gateway.Reviews.Words;
using Approvals.Requests;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Primitives;

namespace Approvals.Gateway.Inbox.Waiting;

/// <summary>Denies several requests with one reason: first a page that lists them all, then each by itself. There is no such way to approve.</summary>
internal static class BulkDenial
{
    /// <summary>How many at a time; the inbox shows no more on a page.</summary>
    public const int Most = 50;

    public static void MapBulkDenial(this IEndpointRouteBuilder app)
    {
        app.MapGet("/deny", ConfirmAsync);
        app.MapPost("/deny", DenyAsync)
            .AddEndpointFilter(InboxForms.OnlyOwnFormsAsync).WithMetadata(new RequestSizeLimitAttribute(InboxForms.MostBytes));
    }

    /// <summary>The confirmation page of these requests.</summary>
    public static string AddressOf(IEnumerable<ApprovalView> views) => $"/deny?{string.Join('&', views.Select(view => $"id={view.Id}"))}";

    /// <summary>A request and what was looked at, as one field of the form.</summary>
    public static string FieldOf(ApprovalView view) => $"{view.Id}:{view.Asked.Fingerprint}";

    private static async Task<IResult> ConfirmAsync(
        HttpContext context, ReviewerBook reviewers, ReviewRoom room, TimeProvider clock, CancellationToken stop)
    {
        if (Visitor.SignedIn(context, reviewers) is not { } person)
        {
            return Page.ToSignIn(context);
        }

        var now = clock.GetUtcNow();
        var (open, others) = (new List<ApprovalView>(), new List<NotDenied>());
        foreach (var id in Picked(context.Request.Query["id"]))
        {
            var view = await room.FindAsync(id, person, stop);
            if (view is not null && WhyNot(view, person, now) is null)
            {
                open.Add(view);
            }
            else
            {
                others.Add(new NotDenied(id, view, view is null ? Refusal.NotFound.Sentence : WhyNot(view, person, now)!));
            }
        }

        return Page.Of<DenyPage>(context, new DenyModel(person, now, open, others, open.Any(view => view.Terms.RequireReason)));
    }

    private static async Task<IResult> DenyAsync(
        HttpContext context, ReviewerBook reviewers, ReviewRoom room, TimeProvider clock, CancellationToken stop)
    {
        if (Visitor.SignedIn(context, reviewers) is not { } person)
        {
            return Page.GoTo(context, "/sign-in");
        }

        var posted = await context.Request.ReadFormAsync(stop);
        var reason = posted["reason"].ToString().ReplaceLineEndings("\n");
        var (denied, others) = (new List<ApprovalView>(), new List<NotDenied>());
        foreach (var item in Picked(posted["item"]))
        {
            var (id, fingerprint) = item.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? (item[..colon], item[(colon + 1)..]) : (item, "");
            var (form, refusal) = DecisionForm.Read("deny", reason, fingerprint);
            refusal ??= Refusal.Of(await room.DecideAsync(id, person, form!, "web", stop), clock.GetUtcNow());
            var view = await room.FindAsync(id, person, stop);
            if (refusal is null)
            {
                denied.Add(view!);
            }
            else
            {
                others.Add(new NotDenied(id, view, refusal.Sentence));
            }
        }

        return Page.Of<DeniedPage>(context, new DeniedModel(person, clock.GetUtcNow(), denied, others));
    }

    private static IEnumerable<string> Picked(StringValues values) => values.OfType<string>().Distinct(StringComparer.Ordinal).Take(Most);

    private static string? WhyNot(ApprovalView view, Reviewer person, DateTimeOffset now) =>
        !view.IsOpen(now) ? StatusWords.Of(view, now).Sentence
        : view.WhyNot ?? (view.Decisions.Any(decision => decision.Reviewer == person.Id) ? "You decided this before; a decision stands." : null);
}
