using Approvals.Gateway.Storage;

namespace Approvals.Gateway.Tests.Contracts;

/// <summary>What every store of requests must do is said by those who inherit this; a store inherits them all.</summary>
public abstract class StoreContract : IAsyncLifetime
{
    protected static readonly CancellationToken Go = CancellationToken.None;

    internal abstract ApprovalStore Store { get; }

    internal abstract Task<int> CountAsync<T>(Func<ApprovalsDb, IQueryable<T>> rows);

    public abstract ValueTask InitializeAsync();

    public abstract ValueTask DisposeAsync();
}
