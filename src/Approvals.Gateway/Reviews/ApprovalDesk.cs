using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Approvals.Gateway.Configuration;
using Approvals.Gateway.Failpoints;
using Approvals.Gateway.Storage;
using Approvals.Gateway.Storage.Records;
using Approvals.Policies;
using Approvals.Requests;

namespace Approvals.Gateway.Reviews;

/// <summary>
/// The only writer of requests. Each move is the aggregate's own, made on the row as it is in the transaction that also writes the
/// audit row and the message: of two that race, the second sees what the first did.
/// </summary>
internal sealed partial class ApprovalDesk(ApprovalStore store, ReviewerBook reviewers, GatewayOptions options, ChangeBell bell, TimeProvider clock)
{
    /// <summary>Who acts when nobody does.</summary>
    public const string Gateway = "gateway";

    /// <summary>Opens a request, and returns null; or else says which cap stops it.</summary>
    public async Task<CapReached?> OpenAsync(string id, AskedCall asked, Ground ground, Terms terms)
    {
        var request = ApprovalRequest.Open(id, asked, ground, terms, Now());
        var reached = await store.OpenAsync(request, AuditOpened(request, asked.Grant), equal => Repeat(request, equal));
        bell.Ring(id);
        return reached;
    }

    private AuditRow AuditOpened(ApprovalRequest request, string actor)
    {
        var (asked, ground) = (request.Asked, request.Ground);
        return Audit(request, "request.opened", actor, new() { ["upstream"] = asked.Upstream, ["tool"] = asked.Tool, ["fingerprint"] = asked.Fingerprint, ["rule"] = ground.Rule, ["policyVersion"] = ground.PolicyVersion });
    }

    private AuditRow? Repeat(ApprovalRequest request, IReadOnlyList<ApprovalRequest> equal) =>
        request.Repeat(equal, reviewers.Find, Now(), options.Claim) is { } earlier
            ? Audit(request, "request.repeated", request.Decisions[^1].Reviewer, new() { ["as"] = earlier.Id, ["status"] = request.Status.ToString() })
            : null;

    /// <summary>Records a reviewer's decision, or says why it does not count. Null if there is no such request.</summary>
    public async Task<DecisionAnswer?> DecideAsync(string id, Reviewer by, Choice choice, string? reason, string fingerprint, string via, bool remember = false)
    {
        var answer = await ChangeAsync(id, request =>
        {
            Failpoint.Reach(Point.Deciding);
            var before = request.Status;
            var answer = request.Decide(by, choice, reason, fingerprint, via, Now(), options.Claim, remember);
            var status = new Dictionary<string, string> { ["choice"] = choice.ToString(), ["via"] = via, ["status"] = request.Status.ToString() };
            if (remember)
            {
                status["remember"] = "true";
            }

            return answer switch
            {
                DecisionAnswer.Recorded => new Change<DecisionAnswer>(answer, Audit(request, "decision.recorded", by.Id, status), AnnounceIfResolved(request)),
                DecisionAnswer.TooLate when before == RequestStatus.Pending => new Change<DecisionAnswer>(answer, Audit(request, "request.expired", Gateway), OutboxKind.Resolved),
                DecisionAnswer.NotAllowed(var why) => new Change<DecisionAnswer>(answer) { Note = Refused(id, by, choice, via, why) },
                DecisionAnswer.WrongFingerprint => new Change<DecisionAnswer>(answer) { Note = Refused(id, by, choice, via, "The fingerprint is of something else.") },
                _ => new Change<DecisionAnswer>(answer),
            };
        });
        Failpoint.Reach(Point.Decided);
        return answer;
    }

    /// <summary>Gives a pending request its own length of time again, or says why not. Null if there is no such request.</summary>
    public Task<ExtensionAnswer?> ExtendAsync(string id, Reviewer by, string via) => ChangeAsync(id, request =>
    {
        var before = request.Status;
        var answer = request.Extend(by, via, Now(), options.Claim);
        return answer switch
        {
            ExtensionAnswer.Extended(var until) => new Change<ExtensionAnswer>(
                answer, Audit(request, "request.extended", by.Id, new() { ["until"] = until.UtcDateTime.ToString("O", CultureInfo.InvariantCulture), ["via"] = via })),
            ExtensionAnswer.TooLate when before == RequestStatus.Pending => new Change<ExtensionAnswer>(answer, Audit(request, "request.expired", Gateway), OutboxKind.Resolved),
            _ => new Change<ExtensionAnswer>(answer),
        };
    });

    /// <summary>Calls a request back, or what was approved and has not run, or says why not. Null if there is no such request.</summary>
    public Task<WithdrawalAnswer?> WithdrawAsync(string id, Reviewer by, string? reason, string via) => ChangeAsync(id, request =>
    {
        var answer = request.Withdraw(by, reason, via, Now(), options.Claim);
        var kind = request.Status == RequestStatus.Withdrawn ? "request.withdrawn" : "approval.revoked";
        return answer is WithdrawalAnswer.Recorded
            ? new Change<WithdrawalAnswer>(answer, Audit(request, kind, by.Id, new() { ["via"] = via }), OutboxKind.Resolved)
            : new Change<WithdrawalAnswer>(answer);
    });

    /// <summary>The id of a new request: 128 random bits in lower hex.</summary>
    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Lets time do its work: a pending request may expire, an unclaimed approval lapse.</summary>
    public Task<Moved?> PassTimeAsync(string id) => ChangeAsync(id, request =>
    {
        if (request.Expire(Now(), options.Claim))
        {
            return new Change<Moved>(Moved.Yes, Audit(request, "request.expired", Gateway), OutboxKind.Resolved);
        }

        return request.Lapse(Now())
            ? new Change<Moved>(Moved.Yes, Audit(request, "request.lapsed", Gateway))
            : new Change<Moved>(Moved.No);
    });

    /// <summary>Reminds people of what waits, if it is time. Whom it is escalated to is told like anybody who has to be asked.</summary>
    public Task<Moved?> RemindAsync(string id) => ChangeAsync(id, request =>
    {
        var wasEscalated = request.IsEscalated;
        return request.Remind(Now())
            ? new Change<Moved>(Moved.Yes, Audit(request, "request.reminded", Gateway), request.IsEscalated && !wasEscalated ? OutboxKind.Requested : null)
            : new Change<Moved>(Moved.No);
    });

    /// <summary>Closes the one-way latch for a caller that will forward at once. Null if there is no such request.</summary>
    public async Task<ReleaseAnswer?> ReleaseAsync(string id, Terms present)
    {
        var answer = await ChangeAsync(id, request => Release(request, present));
        if (answer is ReleaseAnswer.Released)
        {
            Failpoint.Reach(Point.Latched);
        }

        return answer;
    }

    /// <summary>Ends an approved request whose right to run is gone; <paramref name="answerJson"/> is what its agent reads.</summary>
    public Task<Moved?> RefuseAsync(string id, string answerJson) =>
        MoveAsync(id, request => request.Refuse(answerJson, Now()), "request.refused", Gateway, OutboxKind.Resolved);

    /// <summary>Writes what came of a released call, before its caller hears of it.</summary>
    public Task<Moved?> CompleteAsync(string id, Outcome outcome, string? answerJson) =>
        MoveAsync(id, request => Complete(request, outcome, answerJson), $"request.{outcome.ToString().ToLowerInvariant()}", Gateway, OutboxKind.Resolved);

    /// <summary>Records what a reviewer found out about an unknown outcome, or says why it does not count. Null if there is no such request.</summary>
    public Task<SettlementAnswer?> SettleAsync(string id, Reviewer by, Finding finding, string reason, string via) => ChangeAsync(id, request =>
    {
        var answer = request.Settle(by, finding, reason, via, Now());
        return answer is SettlementAnswer.Recorded
            ? new Change<SettlementAnswer>(answer, Audit(request, "outcome.settled", by.Id, new() { ["finding"] = finding.ToString(), ["via"] = via }), OutboxKind.Resolved)
            : new Change<SettlementAnswer>(answer);
    });

    /// <summary>Notes that a caller has the answer. <see cref="Moved.No"/> if one had it before.</summary>
    public Task<Moved?> DeliverAsync(string id) =>
        MoveAsync(id, request => request.Deliver(Now()), "answer.delivered", Gateway, announce: null);

    /// <summary>Forgets what was asked and answered; what happened stays in the record and in the audit. What still waited ends.</summary>
    public Task<Moved?> EraseAsync(string id, string by) => ChangeAsync(id, request =>
    {
        var before = (request.Status, request.Outcome);
        return request.Erase(Now(), options.Claim)
            ? new Change<Moved>(Moved.Yes, Audit(request, "content.erased", by), (request.Status, request.Outcome) == before ? null : OutboxKind.Resolved)
            : new Change<Moved>(Moved.No);
    });

    private Change<ReleaseAnswer> Release(ApprovalRequest request, Terms present)
    {
        Failpoint.Reach(Point.Latching);
        var answer = request.Release(present, reviewers.Find, Now());
        return answer switch
        {
            ReleaseAnswer.Released when Failpoint.Skips(Point.Latching) => new Change<ReleaseAnswer>(answer),
            ReleaseAnswer.Released => new Change<ReleaseAnswer>(answer, Audit(request, "request.released", request.Asked.Grant)),
            ReleaseAnswer.Lapsed => new Change<ReleaseAnswer>(answer, Audit(request, "request.lapsed", Gateway)),
            _ => new Change<ReleaseAnswer>(answer),
        };
    }

    private bool Complete(ApprovalRequest request, Outcome outcome, string? answerJson)
    {
        Failpoint.Reach(Point.Completing);
        return request.Complete(outcome, answerJson, Now());
    }

    private Task<Moved?> MoveAsync(string id, Func<ApprovalRequest, bool> move, string kind, string actor, OutboxKind? announce) =>
        ChangeAsync(id, request => move(request)
            ? new Change<Moved>(Moved.Yes, Audit(request, kind, actor), announce)
            : new Change<Moved>(Moved.No));

    // Those who look on here hear of it at once; the bus tells the others.
    private async Task<T?> ChangeAsync<T>(string id, Func<ApprovalRequest, Change<T>> change)
        where T : class
    {
        var answer = await store.ChangeAsync(id, change);
        bell.Ring(id);
        return answer;
    }

    private static OutboxKind? AnnounceIfResolved(ApprovalRequest request) =>
        request.Status == RequestStatus.Pending ? null : OutboxKind.Resolved;

    // Who tried is for the auditor to know; a late one, or one who says the same again, is nobody's concern.
    private AuditRow Refused(string id, Reviewer by, Choice choice, string via, string why) =>
        Audit(null, "decision.refused", by.Id, new() { ["request"] = id, ["choice"] = choice.ToString(), ["via"] = via, ["why"] = why });

    private AuditRow Audit(ApprovalRequest? request, string kind, string actor, Dictionary<string, string>? detail = null) => new()
    {
        At = Now(),
        Kind = kind,
        RequestId = request?.Id,
        Actor = actor,
        DetailJson = JsonSerializer.Serialize(detail ?? [], ReviewsJson.Default.DictionaryStringString),
    };

    // The store keeps milliseconds; what it does not keep must not be judged.
    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());
}

/// <summary>Whether a request moved.</summary>
internal sealed record Moved(bool Did)
{
    public static readonly Moved Yes = new(true);
    public static readonly Moved No = new(false);
}
