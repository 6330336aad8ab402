using System.Text;
using System.Text.Json;
using Approvals.Gateway.Reviews;
using Approvals.Gateway.Reviews.Api;
using Approvals.Gateway.Reviews.Words;
using Approvals.Gateway.Storage;
using Approvals.Gateway.Storage.Records;
using Approvals.Gateway.Storage.Views;
using Approvals.Requests;

namespace Approvals.Gateway.Inbox.History;

/// <summary>The history as a file, of any length: it is written while it is read, and holds what the person may see and no more.</summary>
internal static class HistoryExport
{
    private const int AtOnce = 200;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private static readonly string[] Heading =
    [
        "id", "status", "outcome", "tool", "upstream", "grant", "owner", "client", "rule", "policy", "policy_version", "created_at", "resolved_at",
        "released_at", "decided_by", "reasons", "settled", "fingerprint", "arguments",
    ];

    public static void MapHistoryExport(this IEndpointRouteBuilder app)
    {
        app.MapGet(HistoryAddress.Csv, (HttpContext context, ReviewerBook reviewers, ReviewRoom room, Exports exports) =>
            ExportAsync(context, reviewers, room, exports, new("text/csv; charset=utf-8", "history.csv", CsvText.LineOf(Heading), view => CsvText.LineOf(CellsOf(view)))));
        app.MapGet(HistoryAddress.Lines, (HttpContext context, ReviewerBook reviewers, ReviewRoom room, Exports exports) =>
            ExportAsync(context, reviewers, room, exports, new("application/x-ndjson", "history.ndjson", "", LineOf)));
    }

    private sealed record Format(string Type, string File, string Heading, Func<ApprovalView, string> LineOf);

    private static async Task ExportAsync(HttpContext context, ReviewerBook reviewers, ReviewRoom room, Exports exports, Format format)
    {
        if (Visitor.SignedIn(context, reviewers) is not { } person)
        {
            await Page.ToSignIn(context).ExecuteAsync(context);
            return;
        }

        // Before the first line of it is told: what cannot be recorded is not taken away.
        var filter = HistoryAddress.FilterOf(context.Request.Query);
        await exports.NoteAsync(person.Id, HistoryAddress.Of(context.Request.Path, filter));
        context.Response.ContentType = format.Type;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.ContentDisposition = $"attachment; filename={format.File}";
        await using var writer = new StreamWriter(context.Response.Body, Utf8, leaveOpen: true);
        await writer.WriteAsync(format.Heading);
        await foreach (var view in ReadAsync(room, person, filter, context.RequestAborted))
        {
            await writer.WriteAsync(format.LineOf(view));
        }
    }

    private static async IAsyncEnumerable<ApprovalView> ReadAsync(
        ReviewRoom room, Reviewer person, HistoryFilter filter, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        Place? before = null;
        do
        {
            (var page, before) = await room.ListResolvedAsync(person, filter, before, AtOnce, stop);
            foreach (var view in page)
            {
                yield return view;
            }
        }
        while (before is not null);
    }

    private static string LineOf(ApprovalView view) => JsonSerializer.Serialize(ApprovalJson.Of(view), ApprovalsApiJson.Default.ApprovalJson) + "\n";

    private static string?[] CellsOf(ApprovalView view) =>
    [
        view.Id, ApprovalJson.Lower(view.Status), view.Outcome is { } outcome ? ApprovalJson.Lower(outcome) : null,
        view.Asked.Tool, view.Asked.Upstream, view.Asked.Grant, view.Asked.Owner, view.Asked.ClientName,
        view.Ground.Rule, view.Ground.Policy, view.Ground.PolicyVersion,
        Moments.Machine(view.CreatedAt), Machine(view.ResolvedAt), Machine(view.ReleasedAt),
        string.Join("; ", view.Decisions.Select(decision => $"{decision.Reviewer} {ApprovalJson.Lower(decision.Choice)}")),
        string.Join("; ", view.Decisions.Select(decision => decision.Reason).OfType<string>()),
        view.Settlement is { } settled ? $"{settled.Reviewer}: {(settled.Finding == Finding.Ran ? "ran" : "did not run")}: {settled.Reason}" : null,
        view.Asked.Fingerprint, view.Asked.ArgumentsJson,
    ];

    private static string? Machine(DateTimeOffset? at) => at is { } time ? Moments.Machine(time) : null;
}
