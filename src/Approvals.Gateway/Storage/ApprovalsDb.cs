using Approvals.Gateway.Storage.People;
using Approvals.Requests;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Approvals.Gateway.Storage;

internal sealed class ApprovalsDb(DbContextOptions<ApprovalsDb> options) : DbContext(options)
{
    public DbSet<ApprovalRequest> Requests => Set<ApprovalRequest>();

    public DbSet<AuditRow> Audit => Set<AuditRow>();

    public DbSet<ContentRow> Contents => Set<ContentRow>();

    public DbSet<OutboxRow> Outbox => Set<OutboxRow>();

    public DbSet<DeliveryRow> Deliveries => Set<DeliveryRow>();

    public DbSet<LimitRow> Limits => Set<LimitRow>();

    public DbSet<PolicyVersionRow> PolicyVersions => Set<PolicyVersionRow>();

    public DbSet<PersonRow> People => Set<PersonRow>();

    public DbSet<TokenRow> Tokens => Set<TokenRow>();

    public DbSet<AwayRow> Away => Set<AwayRow>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcMilliseconds>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfiguration(new ApprovalRequestMap());
        modelBuilder.Entity<AuditRow>(audit =>
        {
            audit.HasKey(row => row.Sequence);
            audit.Property(row => row.Sequence).ValueGeneratedNever();
            audit.HasIndex(row => row.RequestId);
        });
        modelBuilder.Entity<ContentRow>(contents =>
        {
            contents.HasKey(row => new { row.RequestId, row.Kind });
            contents.Property(row => row.Kind).HasConversion<string>();
        });
        modelBuilder.Entity<OutboxRow>(outbox =>
        {
            outbox.HasKey(row => row.Sequence);
            // What is done stays for ever, and nobody looks for it.
            outbox.HasIndex(row => row.DueAt).HasFilter("\"DoneAt\" IS NULL");
            outbox.Property(row => row.Kind).HasConversion<string>();
        });
        modelBuilder.Entity<DeliveryRow>(deliveries =>
        {
            deliveries.HasKey(row => new { row.RequestId, row.Channel, row.Kind });
            deliveries.Property(row => row.Kind).HasConversion<string>();
            // Those of ended requests stay for ever, and nobody looks for them.
            deliveries.HasIndex(row => row.DueAt).HasFilter("NOT \"IsOver\"");
        });
        modelBuilder.Entity<PolicyVersionRow>(versions =>
        {
            versions.HasKey(row => row.Sequence);
            versions.HasIndex(row => row.Name);
        });
        modelBuilder.Entity<LimitRow>(limits =>
        {
            limits.HasKey(row => row.Sequence);
            limits.HasIndex(row => row.Counter);
        });
        modelBuilder.MapPeople();
    }

    // EF cannot compare or order DateTimeOffset on SQLite.
    private sealed class UtcMilliseconds() : ValueConverter<DateTimeOffset, long>(
        time => time.ToUnixTimeMilliseconds(),
        milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
}
