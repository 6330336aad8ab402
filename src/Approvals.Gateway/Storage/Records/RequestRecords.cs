using Approvals.Gateway.Configuration;
using Approvals.Requests;
using Microsoft.EntityFrameworkCore;

namespace Approvals.Gateway.Storage.Records;

/// <summary>
/// Between rows and requests. On the way in the record is sealed and its texts are encrypted; on the way out a record that is not as the
/// gateway left it, and a text that cannot be opened, are known as such, and nobody can decide or release them.
/// </summary>
internal sealed partial class RequestRecords(ContentSeal contents, InstallationKey key, ILogger<RequestRecords> log)
{
    /// <summary>The name of the column, which the rules know nothing of.</summary>
    public const string SealColumn = "Seal";

    private sealed record Found(ApprovalRequest Request, string Seal, string? LastSeal);

    /// <summary>The requests of <paramref name="rows"/>, in their order, with what was asked and, if wanted, the answer.</summary>
    public async Task<List<ApprovalRequest>> ReadAsync(ApprovalsDb database, IQueryable<ApprovalRequest> rows, bool withAnswers, CancellationToken stop)
    {
        // The last audit row of a request carries the seal of its present state: an older row put back is not that.
        var found = await rows.Select(row => new Found(
            row,
            EF.Property<string>(row, SealColumn),
            database.Audit.Where(audit => audit.RequestId == row.Id).OrderByDescending(audit => audit.Sequence).Select(audit => audit.Seal).FirstOrDefault()))
            .ToListAsync(stop);
        if (found.Count == 0)
        {
            return [];
        }

        var ids = found.ConvertAll(one => one.Request.Id);
        var texts = await database.Contents.AsNoTracking()
            .Where(row => ids.Contains(row.RequestId) && (row.Kind == ContentKind.Asked || row.Kind == ContentKind.Talk || (withAnswers && row.Kind == ContentKind.Answer)))
            .ToDictionaryAsync(row => (row.RequestId, row.Kind), stop);
        found.ForEach(one => Restore(one, texts));
        return found.ConvertAll(one => one.Request);
    }

    /// <summary>Puts everything that belongs to the request's new state into <paramref name="database"/>, and returns its seal; null if the record was altered and stays so.</summary>
    public async Task<string?> WriteAsync(ApprovalsDb database, ApprovalRequest request)
    {
        var entry = database.Entry(request);
        if (entry.State == EntityState.Added)
        {
            database.Contents.Add(contents.Close(request.Id, new AskedTexts(request.Asked.ArgumentsJson, request.Asked.OthersJson, request.Asked.DefinitionJson)));
        }

        if (request.AnswerJson is { } answer)
        {
            database.Contents.Add(contents.Close(request.Id, answer));
        }

        if (request.Talk.Count > 0)
        {
            await database.Contents.Where(row => row.RequestId == request.Id && row.Kind == ContentKind.Talk).ExecuteDeleteAsync();
            database.Contents.Add(contents.Close(request.Id, request.Talk));
        }

        if (request.ErasedAt is not null)
        {
            await database.Contents.Where(row => row.RequestId == request.Id).ExecuteDeleteAsync();
        }

        if (request.Content == ContentState.Altered)
        {
            return null;
        }

        var seal = RequestSeal.Of(key.Key, request);
        entry.Property(SealColumn).CurrentValue = seal;
        return seal;
    }

    private void Restore(Found found, Dictionary<(string, ContentKind), ContentRow> texts)
    {
        var request = found.Request;
        request.Restore(
            contents.OpenAsked(texts.GetValueOrDefault((request.Id, ContentKind.Asked))),
            contents.OpenAnswer(texts.GetValueOrDefault((request.Id, ContentKind.Answer))),
            contents.OpenTalk(texts.GetValueOrDefault((request.Id, ContentKind.Talk))),
            isAltered: found.Seal != found.LastSeal || found.Seal != RequestSeal.Of(key.Key, request));
        switch (request.Content)
        {
            case ContentState.Altered:
                LogAltered(log, request.Id);
                break;
            case ContentState.Unreadable:
                LogUnreadable(log, request.Id);
                break;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The record of request {Id} was changed in the database, not by the gateway. It can be neither decided nor released.")]
    private static partial void LogAltered(ILogger log, string id);

    [LoggerMessage(Level = LogLevel.Error, Message = "The content of request {Id} is missing or cannot be decrypted with the keys in the data directory. It can be neither decided nor released.")]
    private static partial void LogUnreadable(ILogger log, string id);
}
