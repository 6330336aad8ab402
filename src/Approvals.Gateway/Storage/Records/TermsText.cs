using System.Collections.Immutable;
using System.Text.Json;
using Approvals.Policies;
using Approvals.Policies.Narrowed;

namespace Approvals.Gateway.Storage.Records;

/// <summary>The terms of a request as its row has them.</summary>
internal static class TermsText
{
    public static string Write(Terms terms) => JsonSerializer.Serialize(terms, JsonSerializerOptions.Default);

    public static Terms Read(string text)
    {
        var row = JsonSerializer.Deserialize<Row>(text, JsonSerializerOptions.Default)!;
        return new Terms(row.Panels ?? [new Panel(row.Reviewers, row.Quorum)], row.Expires, row.Hold, row.RequireReason, row.AllowSelf, row.Risk) { Remember = row.Remember, Narrow = row.Narrow, Escalate = row.Escalate };
    }

    /// <summary>Rows from before there were panels have the reviewers and the quorum of the only one.</summary>
    private sealed record Row(
        ImmutableArray<Panel>? Panels, ImmutableArray<string> Reviewers, int Quorum, TimeSpan Expires, TimeSpan? Hold, bool RequireReason, bool AllowSelf, string? Risk, TimeSpan? Remember, ImmutableArray<NarrowRule>? Narrow, ImmutableArray<string>? Escalate);
}
