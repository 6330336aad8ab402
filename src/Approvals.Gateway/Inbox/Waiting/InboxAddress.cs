using Approvals.Gateway.Storage;
using Approvals.Gateway.Storage.Views;
using Microsoft.AspNetCore.WebUtilities;

namespace Approvals.Gateway.Inbox.Waiting;

/// <summary>What of the inbox is shown, as its address says it: whoever gets the link sees the same, as far as they may.</summary>
internal static class InboxAddress
{
    public static WaitingFilter FilterOf(IQueryCollection query) => new(
        QueryText.Find(query, "upstream"), QueryText.Find(query, "tool"), QueryText.Find(query, "grant"), QueryText.Find(query, "owner"), query["mine"] == "1", OrderOf(query["order"]))
    {
        OnlyOwned = query["owned"] == "1",
    };

    /// <summary>Where the page begins; null at the beginning, and for a cursor that is none of ours.</summary>
    public static Place? AfterOf(IQueryCollection query) => query["after"].ToString() is { Length: > 0 } cursor ? PageCursor.Read(cursor) : null;

    public static string Of(WaitingFilter filter, Place? after = null) => QueryHelpers.AddQueryString("/", new Dictionary<string, string?>
    {
        ["upstream"] = filter.Upstream,
        ["tool"] = filter.Tool,
        ["grant"] = filter.Grant,
        ["owner"] = filter.Owner,
        ["mine"] = filter.OnlyMine ? "1" : null,
        ["owned"] = filter.OnlyOwned ? "1" : null,
        ["order"] = filter.Order == WaitingOrder.Expiry ? null : WordOf(filter.Order),
        ["after"] = after is { } place ? PageCursor.Write(place) : null,
    });

    public static string WordOf(WaitingOrder order) => order switch
    {
        WaitingOrder.Newest => "newest",
        WaitingOrder.Oldest => "oldest",
        _ => "expiry",
    };

    private static WaitingOrder OrderOf(string? word) => word switch
    {
        "newest" => WaitingOrder.Newest,
        "oldest" => WaitingOrder.Oldest,
        _ => WaitingOrder.Expiry,
    };
}
