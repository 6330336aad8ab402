using System.Text.Json.Serialization;
using Approvals.Requests;
using Approvals.Requests.Talks;
using Approvals.Risk;

namespace Approvals.Gateway.Reviews.Api;

/// <summary>An approval on the wire.</summary>
internal sealed record ApprovalJson
{
    public required string Id { get; init; }

    public required string Status { get; init; }

    public required string Upstream { get; init; }

    public required string Tool { get; init; }

    public required JsonRaw? Arguments { get; init; }

    /// <summary><c>erased</c>, <c>unreadable</c> or <c>altered</c> where the arguments cannot be shown; there <see cref="Arguments"/> is null. Left out where they can.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public required string? Content { get; init; }

    /// <summary>The other members of the call's parameters that reach the upstream; null if there are none.</summary>
    public required JsonRaw? Others { get; init; }

    public required string Fingerprint { get; init; }

    public required string Grant { get; init; }

    public required string Owner { get; init; }

    public required string Reason { get; init; }

    public required string Rule { get; init; }

    public required string PolicyVersion { get; init; }

    public required DateTime CreatedAt { get; init; }

    public required DateTime ExpiresAt { get; init; }

    public required DateTime? ReleasedAt { get; init; }

    public required DateTime? ClaimableUntil { get; init; }

    public required IReadOnlyList<DecisionJson> Decisions { get; init; }

    public required string? Outcome { get; init; }

    /// <summary>What a person found out about an unknown outcome, or null.</summary>
    public required SettlementJson? Settlement { get; init; }

    /// <summary>Who called it back. Left out where nobody did.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public required WithdrawalJson? Withdrawal { get; init; }

    /// <summary>The request whose narrowed call this is, and who narrowed it. Left out where nobody did.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public required string? NarrowedFrom { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public required string? NarrowedBy { get; init; }

    /// <summary>The request that is decided in its place. Left out where there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public required string? NarrowedTo { get; init; }

    /// <summary>What people asked the agent, and what it answered. Left out where nobody said anything.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public required IReadOnlyList<RemarkJson>? Talk { get; init; }

    /// <summary>What came back for it. Left out where nothing did or nobody knows, in lists, and in what is sent to onlookers.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public required ResultJson? Result { get; init; }

    /// <summary>Until when the approval counts for equal calls, too. Left out where it does not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public required DateTime? RememberedUntil { get; init; }

    /// <summary>How bad it can be, where the policy says so, and the class that the tool gives itself; else null.</summary>
    public RiskJson? Risk { get; init; }

    public required ClientJson Client { get; init; }

    /// <summary>What the agent says that it asks for, its claim; null if it says nothing.</summary>
    public string? Purpose { get; init; }

    public static ApprovalJson Of(ApprovalView view) => new()
    {
        Id = view.Id,
        Status = Lower(view.Status),
        Upstream = view.Asked.Upstream,
        Tool = view.Asked.Tool,
        Arguments = view.Asked.ArgumentsJson is { } arguments ? new JsonRaw(arguments) : null,
        Content = view.Content == ContentState.Whole ? null : Lower(view.Content),
        Others = view.Asked.OthersJson is "{}" ? null : new JsonRaw(view.Asked.OthersJson),
        Fingerprint = view.Asked.Fingerprint,
        Grant = view.Asked.Grant,
        Owner = view.Asked.Owner,
        Reason = view.Ground.Reason,
        Rule = view.Ground.Rule,
        PolicyVersion = view.Ground.PolicyVersion,
        CreatedAt = view.CreatedAt.UtcDateTime,
        ExpiresAt = view.ExpiresAt.UtcDateTime,
        ReleasedAt = view.ReleasedAt?.UtcDateTime,
        ClaimableUntil = view.ClaimableUntil?.UtcDateTime,
        Decisions = [.. view.Decisions.Select(DecisionJson.Of)],
        Outcome = view.Outcome is { } outcome ? Lower(outcome) : null,
        Settlement = view.Settlement is { } settled ? SettlementJson.Of(settled) : null,
        Withdrawal = view.Withdrawal is { } withdrawn ? new WithdrawalJson(withdrawn.Person, withdrawn.Reason, withdrawn.At.UtcDateTime, withdrawn.Via) : null,
        NarrowedFrom = view.NarrowedFrom,
        NarrowedBy = view.NarrowedBy,
        NarrowedTo = view.NarrowedTo,
        Talk = view.Talk.Count > 0 ? [.. view.Talk.Select(RemarkJson.Of)] : null,
        Result = view.Result is { } result ? new ResultJson(new JsonRaw(result.Json), result.Left, result.IsError, result.IsOurs ? "gateway" : "upstream") : null,
        RememberedUntil = view.RememberedUntil?.UtcDateTime,
        Client = new ClientJson(view.Asked.ClientName, view.Asked.ClientVersion, view.Asked.Era),
        Purpose = view.Purpose,
        Risk = view.Terms.Risk is { } severity ? new RiskJson(ToolHints.CategoryOfDefinition(view.Asked.DefinitionJson), severity) : null,
    };

    internal static string Lower(Enum value) => value.ToString().ToLowerInvariant();
}

/// <summary>One reviewer's answer on the wire.</summary>
internal sealed record DecisionJson(string Reviewer, string Decision, string? Reason, DateTime At, string Via)
{
    public static DecisionJson Of(Decision decision) =>
        new(decision.Reviewer, ApprovalJson.Lower(decision.Choice), decision.Reason, decision.At.UtcDateTime, decision.Via);
}

/// <summary>A person's word on an unknown outcome, on the wire: <c>ran</c> or <c>did_not_run</c>.</summary>
internal sealed record SettlementJson(string Reviewer, string Outcome, string Reason, DateTime At, string Via)
{
    public static SettlementJson Of(Settlement settled) =>
        new(settled.Reviewer, settled.Finding == Finding.Ran ? "ran" : "did_not_run", settled.Reason, settled.At.UtcDateTime, settled.Via);
}

/// <summary>One remark on the wire; <c>from</c> is <c>reviewer</c> or <c>agent</c>.</summary>
internal sealed record RemarkJson(string From, string Author, string Text, DateTime At, bool Heard)
{
    public static RemarkJson Of(Remark remark) =>
        new(remark.IsAgents ? "agent" : "reviewer", remark.Author, remark.Text, remark.At.UtcDateTime, remark.IsHeard);
}

/// <summary>Who called a request back, on the wire.</summary>
internal sealed record WithdrawalJson(string Person, string? Reason, DateTime At, string Via);

/// <summary>What an agent got for its released call, on the wire.</summary>
/// <param name="Answer">The result or the error; a text with its beginning if it is longer than is shown.</param>
/// <param name="Left">How many characters more there are.</param>
/// <param name="IsError">Whether it is an error, by its own word.</param>
/// <param name="By"><c>upstream</c>, or <c>gateway</c> where that answered in its place.</param>
internal sealed record ResultJson(JsonRaw Answer, int Left, bool IsError, string By);

internal sealed record ClientJson(string? Name, string? Version, string Era);

internal sealed record RiskJson(string Category, string Severity);

internal sealed record ApprovalListJson(IReadOnlyList<ApprovalJson> Items, string? NextCursor);

/// <summary>What a program posts to decide.</summary>
internal sealed record DecisionBody(string? Decision, string? Reason, string? Fingerprint, bool Remember = false);

/// <summary>What a program posts to settle an unknown outcome.</summary>
internal sealed record SettlementBody(string? Outcome, string? Reason);

/// <summary>What a program posts to call a request back.</summary>
internal sealed record WithdrawalBody(string? Reason);

/// <summary>What a program posts to ask an agent about its call.</summary>
internal sealed record QuestionBody(string? Question);

/// <summary>What a program posts to let less of a call through.</summary>
internal sealed record NarrowBody(string? Fingerprint, IReadOnlyList<ChangeBody?>? Changes, string? Reason);

/// <summary>An argument's new value.</summary>
internal sealed record ChangeBody(string? Path, JsonRaw? Value);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(ApprovalJson))]
[JsonSerializable(typeof(ApprovalListJson))]
[JsonSerializable(typeof(DecisionBody))]
[JsonSerializable(typeof(SettlementBody))]
[JsonSerializable(typeof(WithdrawalBody))]
[JsonSerializable(typeof(QuestionBody))]
[JsonSerializable(typeof(NarrowBody))]
internal sealed partial class ApprovalsApiJson : JsonSerializerContext;
