using Microsoft.EntityFrameworkCore;

namespace Approvals.Gateway.Tests.World.Oidc;

/// <summary>What the provider remembers: its clients, and which codes were spent.</summary>
internal sealed class IdentityDb(DbContextOptions<IdentityDb> options) : DbContext(options);
