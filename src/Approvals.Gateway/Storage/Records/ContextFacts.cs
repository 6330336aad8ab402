using Approvals.Policies.Context;
using Microsoft.EntityFrameworkCore;

namespace Approvals.Gateway.Storage.Records;

/// <summary>What upstreams were asked for those who decide: encrypted with the request's other texts, and erased with them.</summary>
internal sealed class ContextFacts(IDbContextFactory<ApprovalsDb> databases, WriteQueue writes, ContentSeal contents)
{
    /// <summary>Writes all that is known now. What was erased stays so.</summary>
    public Task WriteAsync(string requestId, IReadOnlyList<ContextFact> facts) => writes.RunAsync(async database =>
    {
        var old = database.Contents.Where(row => row.RequestId == requestId && row.Kind == ContentKind.Context);
        await old.ExecuteDeleteAsync();
        if (await database.Requests.AnyAsync(request => request.Id == requestId && request.ErasedAt == null))
        {
            database.Contents.Add(contents.Close(requestId, facts));
            await database.SaveChangesAsync();
        }

        return facts.Count;
    });

    /// <summary>In the policy's order; empty if nothing was asked.</summary>
    public async Task<IReadOnlyList<ContextFact>> FindAsync(string requestId, CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        return contents.OpenContext(await database.Contents.AsNoTracking()
            .FirstOrDefaultAsync(row => row.RequestId == requestId && row.Kind == ContentKind.Context, stop));
    }
}
