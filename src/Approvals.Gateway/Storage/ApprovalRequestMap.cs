using Approvals.Gateway.Storage.Records;
using Approvals.Requests;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Approvals.Gateway.Storage;

internal sealed class ApprovalRequestMap : IEntityTypeConfiguration<ApprovalRequest>
{
    private const string OnlyPending = "\"Status\" = 'Pending'";
    private const string OnlyUnsettled = "\"Outcome\" = 'Unknown' AND \"Settlement_Reviewer\" IS NULL";

    public void Configure(EntityTypeBuilder<ApprovalRequest> builder)
    {
        builder.ToTable("Requests");
        builder.HasKey(request => request.Id);
        builder.Property(request => request.Version).IsConcurrencyToken();
        builder.Property(request => request.Status).HasConversion<string>();
        builder.Property(request => request.Outcome).HasConversion<string>();
        builder.Property(request => request.Terms).HasConversion(
            terms => TermsText.Write(terms),
            text => TermsText.Read(text));
        builder.Property<string>(RequestRecords.SealColumn);
        // Texts are kept apart, encrypted; whether they can be read is found out each time.
        builder.Ignore(request => request.Deciding).Ignore(request => request.AnswerJson).Ignore(request => request.Content)
            .Ignore(request => request.Talk).Ignore(request => request.OpenQuestion).Ignore(request => request.IsEscalated);
        builder.Property(request => request.NarrowedFrom);
        builder.Property(request => request.NarrowedBy);
        builder.Property(request => request.NarrowedTo);

        builder.OwnsOne(request => request.Asked, asked =>
        {
            asked.HasIndex(call => call.CallKey);
            asked.Ignore(call => call.ArgumentsJson).Ignore(call => call.OthersJson).Ignore(call => call.DefinitionJson);
            // Every new request counts what waits.
            asked.HasIndex(call => new { call.Grant, call.Bytes }).HasFilter(OnlyPending);
            asked.HasIndex(call => new { call.Owner, call.Bytes }).HasFilter(OnlyPending);
        });
        builder.OwnsOne(request => request.Ground);
        builder.OwnsOne(request => request.Settlement, settlement => settlement.Property(settled => settled.Finding).HasConversion<string>());
        builder.OwnsOne(request => request.Withdrawal);
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
            decisions.Property(decision => decision.Remember).HasDefaultValue(false);
            // Those of before there were panels spoke for the only one.
            decisions.Property(decision => decision.Panels).HasDefaultValue("0");
        });
        builder.Navigation(request => request.Decisions).HasField("_decisions").UsePropertyAccessMode(PropertyAccessMode.Field);

        builder.HasIndex(request => new { request.Status, request.ExpiresAt });
        builder.HasIndex(request => new { request.CreatedAt, request.Id });
        builder.HasIndex(request => request.RemindAt).HasFilter(OnlyPending);
        builder.HasIndex(request => request.ResolvedAt);
        builder.HasIndex(request => request.EndedAt, "IX_Requests_Unsettled").HasFilter(OnlyUnsettled);
        builder.HasIndex(request => new { request.ErasedAt, request.ResolvedAt });
    }
}
