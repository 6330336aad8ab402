using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Approvals.Gateway.Storage;

/// <summary>For <c>dotnet ef migrations add</c> only: a model without a running gateway.</summary>
internal sealed class DesignTimeDb : IDesignTimeDbContextFactory<ApprovalsDb>
{
    public ApprovalsDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<ApprovalsDb>().UseSqlite("Data Source=:memory:").Options);
}
