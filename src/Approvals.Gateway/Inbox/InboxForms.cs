using Approvals.Gateway.Inbox.Pages;
using Approvals.Gateway.Inbox.SigningIn;
using Approvals.Gateway.Reviews;
using Approvals.Gateway.Reviews.Forms;
using Approvals.Gateway.Reviews.People.Oidc;
using Approvals.Requests;
using Approvals.Requests.Narrowed;
using Microsoft.AspNetCore.Mvc;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Approvals.Gateway.Inbox;

/// <summary>What people do on the page. Each form proves first that it is ours.</summary>
internal static class InboxForms
{
    /// <summary>The largest form that is read.</summary>
    public const int MostBytes = 64 << 10;

    public static void MapInboxForms(this IEndpointRouteBuilder app)
    {
        var forms = app.MapGroup("").AddEndpointFilter(OnlyOwnFormsAsync).WithMetadata(new RequestSizeLimitAttribute(MostBytes));
        forms.MapPost("/sign-in", SignInAsync);
        forms.MapPost("/sign-out", SigningOut.SignOutAsync);
        forms.MapPost("/approvals/{id}", ActAsync);
    }

    /// <summary>Lets only forms of our own pages through.</summary>
    public static async ValueTask<object?> OnlyOwnFormsAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        var fault = await context.RequestServices.GetRequiredService<BrowserGuard>().FindFaultAsync(context);
        int? status = fault switch
        {
            BrowserFault.ForeignOrigin => Status403Forbidden,
            BrowserFault.NoToken => Status400BadRequest,
            _ => context.Request.HasFormContentType ? null : Status415UnsupportedMediaType,
        };
        return status is { } refused ? Page.Of<MessagePage>(context, MessageModel.Of(refused), refused) : await next(invocation);
    }

    private static async Task<IResult> SignInAsync(
        HttpContext context, ReviewerBook reviewers, OidcOptions oidc, [FromServices] SignInLink? link, CancellationToken stop)
    {
        var form = await context.Request.ReadFormAsync(stop);
        var address = LocalAddress.Of(form["returnUrl"]);
        var code = form["code"].ToString();
        var person = code.Length > 0
            ? link?.TrySpend(code) == true ? reviewers.Find(ReviewerBook.Local) : null
            : reviewers.FindByToken(form["token"].ToString().Trim());
        if (person is null)
        {
            var problem = code.Length > 0 ? SignInProblem.SpentLink : SignInProblem.UnknownToken;
            var model = new SignInModel(null, null, address, HasLink: link is not null, problem) { Provider = oidc.IsOn ? oidc.DisplayName : null };
            return Page.Of<SignInPage>(context, model, Status403Forbidden);
        }

        await PageSession.BeginAsync(context, person);
        return Page.GoTo(context, address);
    }

    // All at the address of the page itself: what is refused is answered there, and the page goes on following what happens.
    private static async Task<IResult> ActAsync(
        HttpContext context, ReviewerBook reviewers, ReviewRoom room, TimeProvider clock, string id, CancellationToken stop)
    {
        var address = $"/approvals/{Uri.EscapeDataString(id)}";
        if (Visitor.SignedIn(context, reviewers) is not { } person)
        {
            return Page.GoTo(context, $"/sign-in?returnUrl={Uri.EscapeDataString(address)}");
        }

        var posted = await context.Request.ReadFormAsync(stop);
        var reason = posted["reason"].ToString().ReplaceLineEndings("\n");
        if (posted.ContainsKey("extend"))
        {
            var why = Refusal.Of(await room.ExtendAsync(id, person, "web", stop), clock.GetUtcNow());
            // What was typed for the decision itself is still there afterwards.
            return why is null && reason.Length == 0 ? Page.GoTo(context, address) : await InboxPages.ShowAsync(context, room, person, id, why, reason);
        }

        if (posted.ContainsKey("narrow"))
        {
            return await NarrowAsync(context, room, id, person, posted, reason, stop);
        }

        var refusal = posted.ContainsKey("ask") ? await WhyNotAskedAsync(room, clock, id, person, posted["question"].ToString().ReplaceLineEndings("\n"), stop)
            : posted.ContainsKey("withdraw") ? await WhyNotWithdrawnAsync(room, clock, id, person, reason, stop)
            : posted.ContainsKey("outcome") ? await WhyNotSettledAsync(room, clock, id, person, posted["outcome"], reason, stop)
            : await WhyNotDecidedAsync(room, clock, id, person, posted, reason, stop);
        return refusal is null ? Page.GoTo(context, address) : await InboxPages.ShowAsync(context, room, person, id, refusal, reason);
    }

    private static async Task<Refusal?> WhyNotDecidedAsync(
        ReviewRoom room, TimeProvider clock, string id, Reviewer person, IFormCollection posted, string reason, CancellationToken stop)
    {
        var (form, refusal) = DecisionForm.Read(posted["decision"], reason, posted["fingerprint"], posted["remember"] == "yes");
        return refusal ?? Refusal.Of(await room.DecideAsync(id, person, form!, "web", stop), clock.GetUtcNow());
    }

    private static async Task<Refusal?> WhyNotWithdrawnAsync(ReviewRoom room, TimeProvider clock, string id, Reviewer person, string reason, CancellationToken stop)
    {
        var (form, refusal) = WithdrawalForm.Read(reason);
        return refusal ?? Refusal.Of(await room.WithdrawAsync(id, person, form!, "web", stop), clock.GetUtcNow());
    }

    private static async Task<IResult> NarrowAsync(
        HttpContext context, ReviewRoom room, string id, Reviewer person, IFormCollection posted, string reason, CancellationToken stop)
    {
        var edits = await room.FindAsync(id, person, stop) is { } view ? NarrowFields.Read(posted, view) : [];
        var (form, refusal) = NarrowForm.Read(posted["fingerprint"], edits, reason);
        var answer = refusal is null ? await room.NarrowAsync(id, person, form!, "web", stop) : null;
        refusal ??= Refusal.Of(answer, context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());
        return answer is NarrowAnswer.Narrowed narrowed
            ? Page.GoTo(context, $"/approvals/{narrowed.Successor.Id}")
            : await InboxPages.ShowAsync(context, room, person, id, refusal, reason);
    }

    private static async Task<Refusal?> WhyNotAskedAsync(ReviewRoom room, TimeProvider clock, string id, Reviewer person, string question, CancellationToken stop)
    {
        var (form, refusal) = QuestionForm.Read(question);
        return refusal ?? Refusal.Of(await room.AskAsync(id, person, form!, "web", stop), clock.GetUtcNow());
    }

    private static async Task<Refusal?> WhyNotSettledAsync(
        ReviewRoom room, TimeProvider clock, string id, Reviewer person, string? outcome, string reason, CancellationToken stop)
    {
        var (form, refusal) = SettlementForm.Read(outcome, reason);
        return refusal ?? Refusal.Of(await room.SettleAsync(id, person, form!, "web", stop), clock.GetUtcNow());
    }
}
