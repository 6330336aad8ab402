using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Approvals.Gateway.Reviews;
using Approvals.Gateway.Reviews.Api;
using Approvals.Requests;

namespace Approvals.Gateway.Notifications.Webhooks;

/// <summary>Where a request stands, for a program: the same words again for the same version of the request, however often it is sent.</summary>
/// <param name="Id">Tells one message from another; a message that comes twice has the same.</param>
/// <param name="Type">What happened last, for example <c>approval.opened</c>.</param>
/// <param name="Body">A JSON object: <c>type</c>, <c>timestamp</c> and <c>data</c>, which is the approval as the JSON API has it.</param>
internal sealed record WebhookMessage(string Id, string Type, ReadOnlyMemory<byte> Body)
{
    /// <param name="request">As it is now.</param>
    /// <param name="isFirst">Whether the recipient knows nothing of it yet.</param>
    /// <param name="withArguments">Whether its arguments are told.</param>
    /// <param name="page">Where people see it.</param>
    public static WebhookMessage Of(ApprovalRequest request, bool isFirst, bool withArguments, string page)
    {
        // Nobody knows who reads a webhook's log.
        var view = ApprovalView.ForOnlookers(request);
        var shown = withArguments ? view : view with { Asked = view.Asked with { ArgumentsJson = null, OthersJson = "{}" }, Purpose = null };
        var type = $"approval.{WhatHappened(request, isFirst)}";
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, type);
            writer.WriteString("timestamp"u8, LastChange(request).UtcDateTime);
            writer.WriteStartObject("data"u8);
            writer.WriteString("page"u8, page);
            foreach (var member in JsonSerializer.SerializeToElement(ApprovalJson.Of(shown), ApprovalsApiJson.Default.ApprovalJson).EnumerateObject()
                .Where(member => withArguments || member.Name is not ("arguments" or "others")))
            {
                member.WriteTo(writer);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return new WebhookMessage(string.Create(CultureInfo.InvariantCulture, $"msg_{request.Id}_{request.Version}"), type, body.WrittenMemory);
    }

    private static string WhatHappened(ApprovalRequest request, bool isFirst) => request switch
    {
        { Settlement: not null } => "settled",
        { Outcome: { } outcome } => ApprovalJson.Lower(outcome),
        { Status: RequestStatus.Pending } when isFirst => "opened",
        { Status: RequestStatus.Pending } => (request.LastReminder ?? request.FirstReminder) == LastChange(request) ? "reminded" : "changed",
        { ReleasedAt: not null } => "released",
        _ => ApprovalJson.Lower(request.Status),
    };

    private static DateTimeOffset LastChange(ApprovalRequest request) =>
        request.Settlement?.At ?? request.EndedAt ?? request.ReleasedAt ?? request.ResolvedAt
        ?? new[]
        {
            request.CreatedAt, request.FirstReminder, request.LastReminder, request.Decisions is [.., var decision] ? decision.At : null, request.Talk is [.., var remark] ? remark.At : null,
        }.Max()!.Value;
}
