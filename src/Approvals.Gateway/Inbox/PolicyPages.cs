using Approvals.Gateway.Grants;
using Approvals.Gateway.Inbox.Pages;
using Approvals.Gateway.Policies;
using Approvals.Gateway.Reviews;
using Approvals.Gateway.Storage.Records;
using Approvals.Policies.Cases;
using Approvals.Requests;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Approvals.Gateway.Inbox;

/// <summary>What is in force, what it said before, and who is judged by it.</summary>
internal static class PolicyPages
{
    private const int MostVersions = 50;

    public static void MapPolicyPages(this IEndpointRouteBuilder app)
    {
        app.MapGet("/policies", List);
        app.MapGet("/policies/{name}", ShowAsync);
        app.MapPost("/policies/{name}", ExplainAsync)
            .AddEndpointFilter(InboxForms.OnlyOwnFormsAsync).WithMetadata(new RequestSizeLimitAttribute(InboxForms.MostBytes));
    }

    private static IResult List(HttpContext context, ReviewerBook reviewers, PolicyBook policies, GrantBook grants)
    {
        if (Visitor.SignedIn(context, reviewers) is not { } person)
        {
            return Page.ToSignIn(context);
        }

        if (!person.May(Right.SeePolicies))
        {
            return Nothing(context);
        }

        var rows = policies.Documents.Select(document => new PolicyRow(document.Policy.Name, document.Policy.Version, document.Policy.Description, UsesOf(document.Policy.Name, grants)));
        return Page.Of<PoliciesPage>(context, new PoliciesModel(person, [.. rows], policies.Problems));
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, ReviewerBook reviewers, PolicyBook policies, PolicyVersions versions, GrantBook grants, TimeProvider clock, string name, string? version, CancellationToken stop)
    {
        if (Visitor.SignedIn(context, reviewers) is not { } person)
        {
            return Page.ToSignIn(context);
        }

        if (!person.May(Right.SeePolicies) || policies.Find(name) is not { } document)
        {
            return Nothing(context);
        }

        var kept = await KeptAsync(versions, name, stop);
        var at = version is null ? 0 : kept.FindIndex(row => row.Version == version);
        return at < 0
            ? Nothing(context)
            : Page.Of<PolicyPage>(context, new PolicyModel(person, clock.GetUtcNow(), name, document.Policy.Version, kept, at, UsesOf(name, grants)));
    }

    // A post, because what is typed in may be secret, and addresses are written down everywhere. It changes nothing.
    private static async Task<IResult> ExplainAsync(
        HttpContext context, ReviewerBook reviewers, PolicyBook policies, PolicyVersions versions, GrantBook grants, TimeProvider clock, string name, CancellationToken stop)
    {
        if (Visitor.SignedIn(context, reviewers) is not { } person)
        {
            return Page.ToSignIn(context);
        }

        if (!person.May(Right.SeePolicies) || policies.Find(name) is not { } document)
        {
            return Nothing(context);
        }

        var form = await context.Request.ReadFormAsync(stop);
        var asked = new AskedPolicy(form["kind"].ToString(), form["name"].ToString().Trim(), form["arguments"].ToString(), form["facts"].ToString());
        var call = CasesReader.ReadCall(asked.Kind, asked.Name, asked.Arguments, asked.Facts, out var problems);
        var kept = await KeptAsync(versions, name, stop);
        return Page.Of<PolicyPage>(context, new PolicyModel(person, clock.GetUtcNow(), name, document.Policy.Version, kept, 0, UsesOf(name, grants))
        {
            Asked = asked,
            Answer = call is null ? null : CaseRunner.Run(document.Policy, call),
            Problems = [.. problems.Select(problem => problem.ToString())],
        });
    }

    private static async Task<List<PolicyVersion>> KeptAsync(PolicyVersions versions, string name, CancellationToken stop) =>
        [.. (await versions.ListAsync(name, MostVersions, stop)).Select(row => new PolicyVersion(row.Version, row.At, row.Text))];

    private static RazorComponentResult<MessagePage> Nothing(HttpContext context) =>
        Page.Of<MessagePage>(context, MessageModel.Of(StatusCodes.Status404NotFound), StatusCodes.Status404NotFound);

    private static List<PolicyUse> UsesOf(string policy, GrantBook grants) =>
        [.. grants.All.SelectMany(grant => grant.Policies.Where(entry => entry.Value == policy).Select(entry => new PolicyUse(grant.Name, grant.Owner, entry.Key)))];
}
