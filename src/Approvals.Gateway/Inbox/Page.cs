using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Approvals.Gateway.Inbox;

/// <summary>A page as an answer: rendered here, complete, and with the one set of headers that all pages have.</summary>
internal static class Page
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <param name="context">The request; its answer's headers are set.</param>
    /// <param name="model">What <typeparamref name="TPage"/> shows: the value of its parameter <c>Model</c>.</param>
    /// <param name="status">The HTTP status.</param>
    public static RazorComponentResult<TPage> Of<TPage>(HttpContext context, object model, int status = StatusCodes.Status200OK)
        where TPage : IComponent
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        // Not no-referrer: with it browsers say "Origin: null" for our own forms.
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        // Word for word what antiforgery sets too: anything else makes it warn of every page.
        headers.CacheControl = "no-cache, no-store";
        headers.Pragma = "no-cache";
        return new RazorComponentResult<TPage>(new Dictionary<string, object?> { ["Model"] = model }) { StatusCode = status };
    }

    /// <summary>Goes on with a GET, whatever this request was: reloading the page then repeats nothing.</summary>
    public static IResult GoTo(HttpContext context, string address)
    {
        context.Response.Headers.Location = address;
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }

    /// <summary>First to the sign-in, and then to what was asked for.</summary>
    public static IResult ToSignIn(HttpContext context)
    {
        var wanted = $"{context.Request.Path}{context.Request.QueryString}";
        return GoTo(context, wanted == LocalAddress.Inbox ? "/sign-in" : $"/sign-in?returnUrl={Uri.EscapeDataString(wanted)}");
    }
}
