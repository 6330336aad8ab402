using System.Globalization;
using Approvals.Gateway.Calls.Waiting;
using Approvals.Gateway.Storage.Records;
using Approvals.Policies;
using Approvals.Requests;

namespace Approvals.Gateway.Calls;

/// <summary>The one place where failure becomes words for agents.</summary>
internal static class CallResults
{
    public static Refusal PolicyDenied(Verdict.Deny verdict) =>
        new("policy_denied", $"[POLICY DENIED] {verdict.Reason}", verdict.Rule);

    /// <summary>A person can be asked about a call of a tool, not about what is read.</summary>
    public static Refusal CannotAsk(Verdict.RequireApproval verdict) =>
        new("policy_denied", $"[POLICY DENIED] {verdict.Reason} People can be asked about calls of tools only.", verdict.Rule);

    public static Refusal ReservedName(string prefix) =>
        new("policy_denied", $"[POLICY DENIED] Names that begin with {prefix} are the gateway's own.", "(reserved)");

    public static Refusal RateLimited(Verdict.RateLimited verdict, string? approvalId = null) => new(
        "rate_limited",
        $"[RATE LIMITED] {verdict.Reason} Try again in {verdict.RetryAfterSeconds} s.{(approvalId is null ? "" : " The approval still stands: call again with the same arguments.")}",
        verdict.Rule,
        approvalId,
        verdict.RetryAfterSeconds);

    /// <summary>What an agent reads of a request that was resolved without a result.</summary>
    public static Refusal Resolved(ApprovalRequest request) => request switch
    {
        { Settlement: { Finding: Finding.Ran } settled } => Ran(request, settled),
        { Settlement: { Finding: Finding.DidNotRun } settled } => DidNotRun(request, settled),
        { NarrowedTo: { } successor } => Narrowed(request, successor),
        { Withdrawal: { } withdrawn, ReleasedAt: null } => Withdrawn(request, $"{withdrawn.Person} called it back{(withdrawn.Reason is null ? "." : $": {withdrawn.Reason}")}"),
        { Outcome: Outcome.Unknown } => OutcomeUnknown(request),
        { ReleasedAt: not null } => AnswerGone(request),
        { Status: RequestStatus.Denied, Deciding: { } decision } => About(
            request,
            "approval_denied",
            $"[APPROVAL DENIED] {decision.Reviewer} denied this call{(string.IsNullOrWhiteSpace(decision.Reason) ? "." : $": {decision.Reason}")} Do not try it again."),
        { Outcome: Outcome.Lapsed } => About(request, "approval_expired", "[APPROVAL EXPIRED] It was approved, but nobody came back for it in time. It did not run."),
        { ErasedAt: not null, Status: RequestStatus.Withdrawn or RequestStatus.Approved } => Withdrawn(request, "Its content was erased."),
        { Outcome: Outcome.Refused } => Withdrawn(request, "The right to run it was gone when it was to run."),
        { Status: RequestStatus.Withdrawn } => Withdrawn(request, "It was called back before anybody decided."),
        _ => About(request, "approval_expired", "[APPROVAL EXPIRED] Nobody answered in time. It did not run."),
    };

    public static Refusal Pending(ApprovalRequest request) => About(request, "approval_pending", request switch
    {
        { ReleasedAt: not null } => $"[APPROVAL PENDING] {request.Id} was approved and runs; its answer has not come yet. Call the same tool with the same arguments to get it; it does not run twice.",
        { Status: RequestStatus.Approved } => $"[APPROVAL PENDING] {request.Id} was approved and has not run. Call the same tool with the same arguments to run it; nobody is asked twice.",
        _ => string.Create(CultureInfo.InvariantCulture, $"[APPROVAL PENDING] {request.Id} still waits for a person, until {request.ExpiresAt:yyyy-MM-dd HH:mm:ss} UTC. It has not run. {Asked(request)}Call the same tool with the same arguments to go on waiting; nobody is asked twice."),
    });

    /// <summary>For a caller that names a request whose answer another one, still connected, gets.</summary>
    public static Refusal WaitsElsewhere(ApprovalRequest request) => About(
        request, "approval_pending", $"[APPROVAL PENDING] {request.Id} has a caller that is still connected; the answer goes there. Ask again once that has ended.");

    public static Refusal TooManyPending(string rule, CapReached reached) => TooMany(rule, reached.RetryAfterSeconds, (reached.Cap, reached.IsOwners) switch
    {
        (_, _) when reached.RetryAfterSeconds is null => "This call is larger than all that may wait for a person together.",
        (Cap.Pending, false) => "As many calls of this grant as may wait for a person are waiting.",
        (Cap.Pending, true) => "As many calls of this grant's owner as may wait for a person are waiting.",
        (Cap.Bytes, false) => "The calls of this grant that wait for a person hold as much as they may.",
        (Cap.Bytes, true) => "The calls of this grant's owner that wait for a person hold as much as they may.",
        (_, false) => "This grant has asked for a person as often as it may in a minute.",
        _ => "This grant's owner has asked for a person as often as they may in a minute.",
    });

    /// <summary>The gateway holds as many calls as it can; what has been asked already still waits.</summary>
    public static Refusal TooManyHeld(string rule) =>
        TooMany(rule, retryAfterSeconds: 10, "The gateway holds as many calls as it can.");

    public static Refusal Withdrawn(ApprovalRequest request, string why) => About(request, "approval_withdrawn", $"[APPROVAL WITHDRAWN] {why} It did not run.");

    public static Refusal OutcomeUnknown(ApprovalRequest request) => OutcomeUnknownOf(request.Id, request.Ground.Rule);

    public static Refusal OutcomeUnknownOf(string approvalId, string? rule) => new(
        "outcome_unknown", $"[OUTCOME UNKNOWN] {approvalId} was sent, and no answer came: it may have run. Ask a person before trying again.", rule, approvalId);

    public static Refusal OutcomeUnknown(string rule, string why) =>
        new("outcome_unknown", $"[OUTCOME UNKNOWN] The call was sent, and {why}: it may have run. Ask a person before trying again.", rule);

    public static Refusal UpstreamUnavailable(string rule, string why, ApprovalRequest? standing = null) => new(
        "upstream_unavailable",
        $"[UPSTREAM UNAVAILABLE] {Sentence(why)} It did not run.{(standing is null ? "" : " The approval still stands: call again with the same arguments.")}",
        rule,
        standing?.Id);

    public static Refusal ToolChanged(string rule, string why, string? approvalId = null) =>
        new("tool_changed", $"[TOOL CHANGED] {why} It did not run.", rule, approvalId);

    /// <summary>For a request whose record or content cannot be relied on.</summary>
    public static Refusal GatewayUnavailable(ApprovalRequest request) => request switch
    {
        { Content: ContentState.Altered } => About(request, "gateway_unavailable", $"[GATEWAY UNAVAILABLE] The record of {request.Id} was changed from outside the gateway, which cannot run it. Ask a person before trying again."),
        { ReleasedAt: not null } => AnswerGone(request),
        _ => About(request, "gateway_unavailable", $"[GATEWAY UNAVAILABLE] The gateway cannot read what {request.Id} asks for, so nobody can decide it. It did not run."),
    };

    public static Refusal GatewayUnavailable() =>
        new("gateway_unavailable", "[GATEWAY UNAVAILABLE] The gateway could not decide this call safely. It did not run.");

    private static Refusal Ran(ApprovalRequest request, Settlement settled) => About(
        request, "outcome_unknown", $"[OUTCOME UNKNOWN] {request.Id} was sent, and no answer came; {settled.Reviewer} found out that it ran: {settled.Reason} Do not call it again for the same purpose.");

    private static Refusal Narrowed(ApprovalRequest request, string successor) => new(
        "approval_pending",
        $"[APPROVAL PENDING] {successor}: {request.Withdrawal?.Person} narrowed your call to less than you asked for, and that waits for a person. Nothing has run. Call the same tool with the same arguments to go on waiting for the narrowed call; nobody is asked twice.",
        request.Ground.Rule,
        successor);

    private static Refusal DidNotRun(ApprovalRequest request, Settlement settled) => About(
        request, "outcome_unknown", $"[OUTCOME UNKNOWN] {request.Id} was sent, and no answer came; {settled.Reviewer} found out that it did not run: {settled.Reason} Call it again if it is still wanted; people are asked anew.");

    private static string Asked(ApprovalRequest request) => request.OpenQuestion is { } question
        ? $"{question.Author} asks you: {question.Text} — Answer with the tool {WaitTool.Name} and {{\"approval_id\":\"{request.Id}\",\"answer\":\"…\"}}, or make another call. "
        : "";

    private static Refusal AnswerGone(ApprovalRequest request) =>
        About(request, "outcome_unknown", $"[OUTCOME UNKNOWN] {request.Id} was sent, and its answer is not kept any more. Ask a person before trying again.");

    private static Refusal TooMany(string rule, int? retryAfterSeconds, string why) => new(
        "too_many_pending",
        $"[TOO MANY PENDING] {why} Nobody was asked for this one, and it did not run.{(retryAfterSeconds is null ? "" : $" Try again in {retryAfterSeconds} s.")}",
        rule,
        RetryAfterSeconds: retryAfterSeconds);

    private static Refusal About(ApprovalRequest request, string code, string text) => new(code, text, request.Ground.Rule, request.Id);

    private static string Sentence(string why) => $"{char.ToUpperInvariant(why[0])}{why[1..]}.";
}
