using Approvals.Gateway.Inbox.Pages;
using Approvals.Gateway.Reviews;
using Approvals.Gateway.Reviews.People;
using Approvals.Requests;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Approvals.Gateway.Inbox.SigningIn;

/// <summary>Where people make tokens for programs of theirs, and say who decides while they are away.</summary>
internal static class AccountPages
{
    private const string Address = "/account";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(Address, Show);
        app.MapPost(Address, ActAsync).AddEndpointFilter(InboxForms.OnlyOwnFormsAsync).WithMetadata(new RequestSizeLimitAttribute(InboxForms.MostBytes));
    }

    private static IResult Show(HttpContext context, ReviewerBook reviewers) =>
        Visitor.SignedIn(context, reviewers) is { } person ? PageOf(context, person) : Page.ToSignIn(context);

    private static async Task<IResult> ActAsync(HttpContext context, ReviewerBook reviewers, TokenDesk tokens, AwayDesk away, CancellationToken stop)
    {
        if (Visitor.SignedIn(context, reviewers) is not { } person)
        {
            return Page.ToSignIn(context);
        }

        var posted = await context.Request.ReadFormAsync(stop);
        var (token, refusal) = posted["do"].ToString() switch
        {
            "make" => await tokens.MakeAsync(person, posted["name"], posted["days"]),
            "rotate" => await tokens.RotateAsync(person, posted["id"].ToString()),
            "revoke" => (null, await tokens.RevokeAsync(person, posted["id"].ToString())),
            "leave" => (null, await away.LeaveAsync(person, posted["days"], posted["delegate"])),
            "return" => (null, await ReturnAsync(away, person)),
            _ => (null, new Refusal(StatusCodes.Status400BadRequest, "bad_form", "The form does not say what to do.")),
        };
        return token is null && refusal is null ? Page.GoTo(context, Address) : PageOf(context, person, token, refusal);
    }

    private static async Task<Refusal?> ReturnAsync(AwayDesk away, Reviewer person)
    {
        await away.ReturnAsync(person);
        return null;
    }

    // A new token is told in the answer to the form that made it, and nowhere else: not even in an address.
    private static RazorComponentResult<AccountPage> PageOf(HttpContext context, Reviewer person, string? token = null, Refusal? refusal = null)
    {
        var services = context.RequestServices;
        var away = services.GetRequiredService<AwayDesk>();
        var lines = services.GetRequiredService<TokenDesk>().List(person).Select(row => new AccountModel.Line(row.Id, row.Name, row.PersonId, row.MadeAt, row.ValidUntil)).ToList();
        var model = new AccountModel(person, services.GetRequiredService<TimeProvider>().GetUtcNow(), lines, token, refusal?.Sentence)
        {
            AwayUntil = away.Find(person)?.Until,
            Delegate = away.Find(person)?.DelegateId,
            Delegates = away.Delegates(person),
        };
        return Page.Of<AccountPage>(context, model, refusal?.Status ?? StatusCodes.Status200OK);
    }
}
