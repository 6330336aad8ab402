using Approvals.Gateway.Configuration;
using Approvals.Gateway.Grants;
using Approvals.Gateway.Messaging;
using Approvals.Gateway.Notifications;
using Approvals.Gateway.Policies;
using Approvals.Gateway.Reviews;
using Approvals.Gateway.Reviews.People.Oidc;
using Approvals.Gateway.Storage;
using Approvals.Gateway.Upstreams;

namespace Approvals.Gateway.Startup;

/// <summary>The whole configuration, read and checked once at start. Its paths are absolute.</summary>
internal sealed record GatewayConfiguration
{
    public required GatewayOptions Gateway { get; init; }

    public required IReadOnlyDictionary<string, UpstreamOptions> Upstreams { get; init; }

    public required IReadOnlyDictionary<string, GrantOptions> Grants { get; init; }

    public required IReadOnlyDictionary<string, ReviewerOptions> Reviewers { get; init; }

    public required OidcOptions Oidc { get; init; }

    public required PoliciesOptions Policies { get; init; }

    public required StorageOptions Storage { get; init; }

    public required MessagingOptions Messaging { get; init; }

    public required NotificationOptions Notifications { get; init; }

    /// <summary>The folder that relative paths started from: the configuration file's, or else the content root.</summary>
    public required string BaseDirectory { get; init; }

    /// <summary>Nothing to stand in front of and nobody to let in: the gateway shows itself with its own upstream and grant.</summary>
    public bool IsDemo => Upstreams.Count == 0 && Grants.Count == 0;
}
