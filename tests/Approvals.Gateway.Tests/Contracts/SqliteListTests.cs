using Approvals.Gateway.Storage;

namespace Approvals.Gateway.Tests.Contracts;

public sealed class SqliteListTests : StoreListContract
{
    private SqliteStorage _storage = null!;

    internal override ApprovalStore Store => _storage.Store;

    internal override Task<int> CountAsync<T>(Func<ApprovalsDb, IQueryable<T>> rows) => _storage.CountAsync(rows);

    public override async ValueTask InitializeAsync() => _storage = await SqliteStorage.StartAsync();

    public override ValueTask DisposeAsync() => _storage.DisposeAsync();
}
