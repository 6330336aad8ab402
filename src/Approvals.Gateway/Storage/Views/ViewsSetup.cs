using Microsoft.EntityFrameworkCore;

namespace Approvals.Gateway.Storage.Views;

internal static class ViewsSetup
{
    public static void AddViews(this IServiceCollection services)
    {
        services.AddSingleton<InboxQueries>();
        services.AddSingleton<WaitingQueries>();
    }

    // EF has no words for an index over a request and what it owns, and loses one whenever it rebuilds the table.
    public static Task<int> IndexViewsAsync(this ApprovalsDb database) => database.Database.ExecuteSqlRawAsync("""
        CREATE INDEX IF NOT EXISTS "IX_Requests_Pending_CreatedAt" ON "Requests" ("CreatedAt", "Id") WHERE "Status" = 'Pending';
        """);
}
