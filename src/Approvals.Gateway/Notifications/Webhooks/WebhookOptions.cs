namespace Approvals.Gateway.Notifications.Webhooks;

/// <summary>One entry of the section <c>Webhooks</c>: a program that is told of every request and how it goes on.</summary>
public sealed class WebhookOptions
{
    /// <summary>Where it is told: an https address, or http on this machine. Redirects are not followed. Required.</summary>
    public string? Url { get; init; }

    /// <summary>What signs every message: <c>whsec_</c> and 24 to 64 random bytes in base64 (Standard Webhooks). Required. Never logged.</summary>
    public string? Secret { get; init; }

    /// <summary>The secret of before, while it is being changed: messages carry a signature of each. Default: none. Never logged.</summary>
    public string? PreviousSecret { get; init; }

    /// <summary>Whether messages say what a call's arguments are, with what looks like a secret masked. Default: false.</summary>
    public bool Arguments { get; init; }

    /// <summary>What is wrong with these values, a line each, without the entry's path. Never a secret.</summary>
    public IEnumerable<string> Problems() => new[]
    {
        Uri.TryCreate(Url, UriKind.Absolute, out var url) && (url.Scheme == "https" || (url.Scheme == "http" && url.IsLoopback)) && url.UserInfo.Length + url.Fragment.Length == 0
            ? null
            : "Url: is not an https address; write e.g. https://hooks.example.com/approvals, without a user and a fragment",
        SecretProblem(nameof(Secret), Secret),
        PreviousSecret is null ? null : SecretProblem(nameof(PreviousSecret), PreviousSecret),
    }.OfType<string>();

    private static string? SecretProblem(string key, string? secret) => WebhookSecret.Read(secret) is null
        ? $"{key}: is not a webhook secret; make one with: echo \"whsec_$(openssl rand -base64 32)\""
        : null;
}
