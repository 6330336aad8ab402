using Approvals.Requests;

namespace Approvals.Gateway.Storage.Views;

/// <summary>Which of what was resolved somebody looks for. Null is no wish; a text is a part, in either case.</summary>
public sealed record HistoryFilter
{
    public static HistoryFilter Everything { get; } = new();

    /// <summary>Part of the tool's name.</summary>
    public string? Tool { get; init; }

    /// <summary>Part of the upstream's name.</summary>
    public string? Upstream { get; init; }

    /// <summary>Part of the grant's name.</summary>
    public string? Grant { get; init; }

    /// <summary>Part of the owner's name.</summary>
    public string? Owner { get; init; }

    /// <summary>Part of the id of somebody who decided or settled.</summary>
    public string? Reviewer { get; init; }

    /// <summary>Part of what somebody said with a decision or a settlement.</summary>
    public string? Reason { get; init; }

    public RequestStatus? Status { get; init; }

    /// <summary>The first day on which it was resolved, UTC.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day on which it was resolved, UTC.</summary>
    public DateOnly? To { get; init; }
}
