using Approvals.Requests;

namespace Approvals.Gateway.Notifications;

/// <summary>A way to tell people or programs of requests. It tells a recipient where a request stands, again and again, until it has ended.</summary>
internal interface INotificationChannel
{
    /// <summary>One word, unique among the channels; it begins the name of each delivery.</summary>
    string Name { get; }

    /// <summary>Who hears of a new request: the channel's own addresses. May be empty.</summary>
    IEnumerable<string> RecipientsOf(ApprovalRequest request);

    /// <summary>Tells one recipient how the request is now, whatever they know of it.</summary>
    /// <param name="recipient">One of <see cref="RecipientsOf"/>.</param>
    /// <param name="handle">What this channel gave back the last time, or null.</param>
    /// <param name="request">The request as it is now.</param>
    /// <param name="stop">Ends with the process.</param>
    Task<Told> TellAsync(string recipient, string? handle, ApprovalRequest request, CancellationToken stop);
}
