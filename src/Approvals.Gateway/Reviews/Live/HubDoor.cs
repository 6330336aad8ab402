using Microsoft.AspNetCore.WebUtilities;

namespace Approvals.Gateway.Reviews.Live;

/// <summary>
/// Who may open a live connection: a program with a reviewer's token, or our own page with its cookie and its antiforgery token. It stands
/// before the negotiation as well as before the connection itself. Other sites are turned away earlier, by their origin.
/// </summary>
internal sealed class HubDoor(RequestDelegate next, ReviewerBook reviewers, BrowserGuard guard)
{
    // A WebSocket in a browser carries no headers of ours: there the secrets come in the address.
    private const string AccessToken = "access_token";
    private const string FormToken = "form_token";

    public async Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments("/hubs"))
        {
            await next(context);
            return;
        }

        MoveSecretsToHeaders(context.Request);
        context.Response.Headers.CacheControl = "no-store";
        if (await FindRefusalAsync(context) is { } refusal)
        {
            await refusal.ToProblem(context).ExecuteAsync(context);
            return;
        }

        await next(context);
    }

    private async Task<Refusal?> FindRefusalAsync(HttpContext context) => Visitor.Of(context, reviewers) switch
    {
        Visitor.Program => null,
        Visitor.Browser => await guard.FindFaultAsync(context) is { } fault ? Refusal.Of(fault) : null,
        _ => Refusal.NotSignedIn,
    };

    // Addresses are written to logs and traces, headers are not.
    private static void MoveSecretsToHeaders(HttpRequest request)
    {
        var query = QueryHelpers.ParseQuery(request.QueryString.Value);
        if (query.Remove(AccessToken, out var access) && request.Headers.Authorization.Count == 0)
        {
            request.Headers.Authorization = $"Bearer {access}";
        }

        if (query.Remove(FormToken, out var form))
        {
            request.Headers["RequestVerificationToken"] = form;
        }

        request.QueryString = QueryString.Create(query);
    }
}
