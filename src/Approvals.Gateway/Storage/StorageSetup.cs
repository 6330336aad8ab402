using Approvals.Gateway.Storage.People;
using Approvals.Gateway.Storage.Records;
using Approvals.Gateway.Storage.Views;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Approvals.Gateway.Storage;

internal static class StorageSetup
{
    /// <param name="builder">The host.</param>
    /// <param name="connectionString">An SQLite connection string with an absolute path.</param>
    public static void AddStorage(this WebApplicationBuilder builder, string connectionString)
    {
        builder.Services.AddPooledDbContextFactory<ApprovalsDb>(options => options
            .UseSqlite(connectionString)
            .AddInterceptors(new DurableWrites()));
        builder.Services.AddSingleton<WriteQueue>();
        builder.Services.AddHostedService(services => services.GetRequiredService<WriteQueue>());
        builder.Services.AddSingleton<OutboxBell>();
        builder.Services.AddSingleton<ContentSeal>();
        builder.Services.AddSingleton<ContextFacts>();
        builder.Services.AddSingleton<RequestRecords>();
        builder.Services.AddSingleton<AuditTrail>();
        builder.Services.AddSingleton<Exports>();
        builder.Services.AddSingleton<PendingCaps>();
        builder.Services.AddSingleton<PolicyVersions>();
        builder.Services.AddSingleton<ApprovalStore>();
        builder.Services.AddViews();
        builder.Services.AddPeople();
        builder.Services.AddSingleton<Outbox>();
        builder.Services.AddSingleton<DeliveryStore>();
        builder.Services.AddSingleton<FollowedDeliveries>();
        builder.Services.AddSingleton<Crowds>();
        builder.Services.AddSingleton<LimitStore>();
    }

    /// <summary>Brings the database file to the present schema. The caller holds the data directory's lock.</summary>
    public static async Task PrepareStorageAsync(this IHost app)
    {
        var databases = app.Services.GetRequiredService<IDbContextFactory<ApprovalsDb>>();
        await using var database = await databases.CreateDbContextAsync();
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(new SqliteConnectionStringBuilder(database.Database.GetConnectionString()).DataSource))!);
        await database.Database.OpenConnectionAsync();
        await database.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL");
        await DropAbandonedMigrationLockAsync(database);
        await database.Database.MigrateAsync();
        await IndexOpeningsAsync(database);
        await database.IndexViewsAsync();
        await ReviveWhatDiedAsync(database);
    }

    // Every new request asks when its grant and its owner opened their last ones. EF has no words for an index over a request and what
    // it owns, and loses one whenever it rebuilds the table.
    private static Task<int> IndexOpeningsAsync(ApprovalsDb database) => database.Database.ExecuteSqlRawAsync("""
        CREATE INDEX IF NOT EXISTS "IX_Requests_Asked_Grant_CreatedAt" ON "Requests" ("Asked_Grant", "CreatedAt");
        CREATE INDEX IF NOT EXISTS "IX_Requests_Asked_Owner_CreatedAt" ON "Requests" ("Asked_Owner", "CreatedAt");
        """);

    // What the process before us had handed to its bus or was about to announce may have died with it: it is due at once.
    private static async Task ReviveWhatDiedAsync(ApprovalsDb database)
    {
        await database.Deliveries.Where(row => row.DeliveredAt == null && row.IsOver).ExecuteDeleteAsync();
        await database.Deliveries.Where(row => !row.IsOver).ExecuteUpdateAsync(rows => rows.SetProperty(row => row.ClaimedAt, DeliveryStore.Never).SetProperty(row => row.DueAt, DeliveryStore.Never));
        await database.Outbox.Where(row => row.DoneAt == null).ExecuteUpdateAsync(rows => rows.SetProperty(row => row.DueAt, row => row.At));
    }

    // A process killed in the middle of a migration leaves its lock row, and EF waits for it for ever. Nobody else can hold it: we have the directory.
    private static async Task DropAbandonedMigrationLockAsync(ApprovalsDb database)
    {
        var exists = await database.Database
            .SqlQueryRaw<int>("SELECT COUNT(*) AS Value FROM sqlite_master WHERE name = '__EFMigrationsLock'")
            .SingleAsync();
        if (exists > 0)
        {
            await database.Database.ExecuteSqlRawAsync("DELETE FROM __EFMigrationsLock");
        }
    }
}
