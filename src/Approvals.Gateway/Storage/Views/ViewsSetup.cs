using Microsoft.EntityFrameworkCore;

namespace Approvals.Gateway.Storage.Views;

internal static class ViewsSetup
{
    public static void AddViews(this IServiceCollection services)
    {
        services.AddSingleton<InboxQueries>();
        services.AddSingleton<WaitingQueries>();
        services.AddSingleton<GrantQueries>();
        services.AddSingleton<HistoryQueries>();
        services.AddSingleton<StatisticsQueries>();
    }

    // EF has no words for an index over a request and what it owns, and loses one whenever it rebuilds the table.
    public static Task<int> IndexViewsAsync(this ApprovalsDb database) => database.Database.ExecuteSqlRawAsync("""
        CREATE INDEX IF NOT EXISTS "IX_Requests_Pending_CreatedAt" ON "Requests" ("CreatedAt", "Id") WHERE "Status" = 'Pending';
        CREATE INDEX IF NOT EXISTS "IX_Requests_Asked_Call_CreatedAt" ON "Requests" ("Asked_Grant", "Asked_Upstream", "Asked_Tool", "CreatedAt");
        CREATE INDEX IF NOT EXISTS "IX_Requests_Asked_Call_Approved" ON "Requests" ("Asked_Grant", "Asked_Upstream", "Asked_Tool", "ResolvedAt") WHERE "Status" = 'Approved';
        CREATE INDEX IF NOT EXISTS "IX_Requests_Denied" ON "Requests" ("Asked_Grant", "CreatedAt") WHERE "Status" = 'Denied';
        CREATE INDEX IF NOT EXISTS "IX_Audit_Actor" ON "Audit" ("Actor", "Sequence");
        """);
}
