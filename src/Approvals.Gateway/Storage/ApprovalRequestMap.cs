using System.Text.Json;
using Approvals.Policies;
using Approvals.Requests;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Approvals.Gateway.Storage;

internal sealed class ApprovalRequestMap : IEntityTypeConfiguration<ApprovalRequest>
{
    public void Configure(EntityTypeBuilder<ApprovalRequest> builder)
    {
        builder.ToTable("Requests");
        builder.HasKey(request => request.Id);
        builder.Property(request => request.Version).IsConcurrencyToken();
        builder.Property(request => request.Status).HasConversion<string>();
        builder.Property(request => request.Outcome).HasConversion<string>();
        builder.Property(request => request.Terms).HasConversion(
            terms => JsonSerializer.Serialize(terms, JsonSerializerOptions.Default),
            text => JsonSerializer.Deserialize<Terms>(text, JsonSerializerOptions.Default)!);
        builder.Ignore(request => request.Deciding);

        builder.OwnsOne(request => request.Asked, asked =>
        {
            asked.HasIndex(call => call.CallKey);
            asked.HasIndex(call => call.Grant);
        });
        builder.OwnsOne(request => request.Ground);
        builder.Navigation(request => request.Asked).IsRequired();
        builder.Navigation(request => request.Ground).IsRequired();

        builder.OwnsMany(request => request.Decisions, decisions =>
        {
            decisions.ToTable("Decisions");
            decisions.WithOwner().HasForeignKey("RequestId");
            decisions.Property<long>("Sequence").ValueGeneratedOnAdd();
            decisions.HasKey("Sequence");
            // One person, one voice, whatever the code above says.
            decisions.HasIndex("RequestId", nameof(Decision.Reviewer)).IsUnique();
            decisions.Property(decision => decision.Choice).HasConversion<string>();
        });
        builder.Navigation(request => request.Decisions).HasField("_decisions").UsePropertyAccessMode(PropertyAccessMode.Field);

        builder.HasIndex(request => new { request.Status, request.ExpiresAt });
        builder.HasIndex(request => new { request.CreatedAt, request.Id });
        builder.HasIndex(request => request.ResolvedAt);
    }
}
