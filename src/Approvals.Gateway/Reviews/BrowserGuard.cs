using Approvals.Gateway.Configuration;
using Microsoft.AspNetCore.Antiforgery;

namespace Approvals.Gateway.Reviews;

/// <summary>Why a browser's post is not taken as its person's will.</summary>
internal enum BrowserFault
{
    /// <summary>It does not come from a page of ours.</summary>
    ForeignOrigin,

    /// <summary>It lacks the antiforgery token that our page gave out, or has another's.</summary>
    NoToken,
}

/// <summary>Browsers send cookies with whatever any site makes them post: a decision by cookie must prove that it comes from our own page.</summary>
internal sealed class BrowserGuard(GatewayOptions options, IAntiforgery antiforgery)
{
    /// <summary>The fault of this post, or null.</summary>
    public async Task<BrowserFault?> FindFaultAsync(HttpContext context)
    {
        if (!IsOwnOrigin(context.Request))
        {
            return BrowserFault.ForeignOrigin;
        }

        try
        {
            await antiforgery.ValidateRequestAsync(context);
            return null;
        }
        catch (AntiforgeryValidationException)
        {
            return BrowserFault.NoToken;
        }
    }

    // "Origin: null" is a sandboxed frame or a redirect from elsewhere. Without the header, only the browser itself can vouch.
    private bool IsOwnOrigin(HttpRequest request)
    {
        if (request.Headers.Origin is not { Count: > 0 } origin)
        {
            return request.Headers["Sec-Fetch-Site"] is ["same-origin"];
        }

        return origin is [{ } only] && (IsSame(only, $"{request.Scheme}://{request.Host}") || IsSame(only, PublicOrigin()));
    }

    private string? PublicOrigin() => options.PublicUrl is { } url ? new Uri(url).GetLeftPart(UriPartial.Authority) : null;

    private static bool IsSame(string origin, string? own) => string.Equals(origin, own, StringComparison.OrdinalIgnoreCase);
}
