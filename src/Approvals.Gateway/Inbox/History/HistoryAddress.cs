using System.Globalization;
using Approvals.Gateway.Storage;
using Approvals.Gateway.Storage.Views;
using Approvals.Requests;
using Microsoft.AspNetCore.WebUtilities;

namespace Approvals.Gateway.Inbox.History;

/// <summary>What of the history is shown, as its address says it: whoever gets the link finds the same, as far as they may.</summary>
internal static class HistoryAddress
{
    public const string Page = "/history";
    public const string Csv = "/history.csv";
    public const string Lines = "/history.ndjson";

    public static IReadOnlyList<(string Word, RequestStatus Status)> Statuses { get; } =
        [("approved", RequestStatus.Approved), ("denied", RequestStatus.Denied), ("expired", RequestStatus.Expired), ("withdrawn", RequestStatus.Withdrawn)];

    public static HistoryFilter FilterOf(IQueryCollection query) => new()
    {
        Tool = QueryText.Find(query, "tool"),
        Upstream = QueryText.Find(query, "upstream"),
        Grant = QueryText.Find(query, "grant"),
        Owner = QueryText.Find(query, "owner"),
        Reviewer = QueryText.Find(query, "reviewer"),
        Reason = QueryText.Find(query, "reason"),
        Status = Statuses.Where(one => one.Word == query["status"]).Select(one => (RequestStatus?)one.Status).FirstOrDefault(),
        From = Day(query, "from"),
        To = Day(query, "to"),
    };

    public static string Of(string path, HistoryFilter filter, Place? before = null) => QueryHelpers.AddQueryString(path, new Dictionary<string, string?>
    {
        ["tool"] = filter.Tool,
        ["upstream"] = filter.Upstream,
        ["grant"] = filter.Grant,
        ["owner"] = filter.Owner,
        ["reviewer"] = filter.Reviewer,
        ["reason"] = filter.Reason,
        ["status"] = filter.Status is { } status ? WordOf(status) : null,
        ["from"] = TextOf(filter.From),
        ["to"] = TextOf(filter.To),
        ["before"] = before is { } place ? PageCursor.Write(place) : null,
    });

    public static string WordOf(RequestStatus status) => Statuses.First(one => one.Status == status).Word;

    public static string? TextOf(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateOnly? Day(IQueryCollection query, string name) =>
        DateOnly.TryParseExact(query[name], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
