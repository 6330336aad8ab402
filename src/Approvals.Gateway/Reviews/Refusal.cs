using System.Globalization;
using Approvals.Requests;
using Approvals.Requests.Narrowed;
using Approvals.Requests.Talks;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Approvals.Gateway.Reviews;

/// <summary>Why something was not done: for the protocol, for programs, and for the person.</summary>
internal sealed record Refusal(int Status, string Code, string Sentence)
{
    public static Refusal NotFound { get; } = new(StatusCodes.Status404NotFound, "not_found", "There is no such request, or it is not yours to see.");

    public static Refusal NotSignedIn { get; } = new(
        StatusCodes.Status401Unauthorized, "not_signed_in", "Bring a reviewer's token as Authorization: Bearer, or sign in on the page.");

    public static Refusal Of(BrowserFault fault) => fault switch
    {
        BrowserFault.ForeignOrigin => new(StatusCodes.Status403Forbidden, "foreign_origin", "A browser can decide only from this gateway's own page."),
        _ => new(StatusCodes.Status400BadRequest, "no_antiforgery_token", "A decision by cookie needs the page's antiforgery token in the header RequestVerificationToken."),
    };

    /// <summary>What a decision's answer refuses; null if the decision counts, or counted before.</summary>
    public static Refusal? Of(DecisionAnswer? answer, DateTimeOffset now) => answer switch
    {
        null => NotFound,
        DecisionAnswer.Recorded or DecisionAnswer.AlreadyRecorded => null,
        DecisionAnswer.TooLate(var at) => new(
            StatusCodes.Status410Gone, "expired", $"Too late: it expired {When(at, now)}. It did not run, and the agent has been told."),
        DecisionAnswer.AlreadyResolved(var status, var deciding, var at) => new(
            StatusCodes.Status409Conflict, "already_decided", AlreadyDecided(status, deciding, at, now)),
        DecisionAnswer.Contradicts(var earlier) => new(
            StatusCodes.Status409Conflict, "contradicts_earlier", $"You {Said(earlier.Choice)} this {When(earlier.At, now)}; a decision stands."),
        DecisionAnswer.ReasonRequired => new(
            StatusCodes.Status400BadRequest, "reason_required", "This request wants a reason with every decision. Say why, then decide."),
        DecisionAnswer.NotAllowed(var why) => new(StatusCodes.Status403Forbidden, "not_allowed", why),
        DecisionAnswer.WrongFingerprint => new(
            StatusCodes.Status412PreconditionFailed, "fingerprint_mismatch", "The fingerprint is of something else. Look at the request again, then decide."),
        _ => throw new InvalidOperationException($"{answer.GetType().Name} has no words"),
    };

    /// <summary>What a settlement's answer refuses; null if the settlement counts, or counted before.</summary>
    public static Refusal? Of(SettlementAnswer? answer, DateTimeOffset now) => answer switch
    {
        null => NotFound,
        SettlementAnswer.Recorded or SettlementAnswer.AlreadyRecorded => null,
        SettlementAnswer.AlreadySettled(var earlier) => new(
            StatusCodes.Status409Conflict, "already_settled", $"Already settled by {earlier.Reviewer} {When(earlier.At, now)}: it {(earlier.Finding == Finding.Ran ? "ran" : "did not run")}."),
        SettlementAnswer.NotUnknown => new(
            StatusCodes.Status409Conflict, "outcome_not_unknown", "There is nothing to settle: only what may have run, without anybody knowing, can be settled."),
        SettlementAnswer.NotAllowed(var why) => new(StatusCodes.Status403Forbidden, "not_allowed", why),
        _ => throw new InvalidOperationException($"{answer.GetType().Name} has no words"),
    };

    /// <summary>What a withdrawal's answer refuses; null if it was called back.</summary>
    public static Refusal? Of(WithdrawalAnswer? answer, DateTimeOffset now) => answer switch
    {
        null => NotFound,
        WithdrawalAnswer.Recorded => null,
        WithdrawalAnswer.AlreadyWithdrawn(var earlier) => new(StatusCodes.Status409Conflict, "already_withdrawn", $"Already called back by {earlier.Person} {When(earlier.At, now)}."),
        WithdrawalAnswer.TooLate(_, { } released) => new(
            StatusCodes.Status409Conflict, "already_released", $"Too late: it was handed to its upstream {When(released, now)} and may have run."),
        WithdrawalAnswer.TooLate => new(StatusCodes.Status409Conflict, "nothing_to_withdraw", "There is nothing to call back: it has ended, and it did not run."),
        WithdrawalAnswer.ReasonRequired => new(StatusCodes.Status400BadRequest, "reason_required", "Somebody else approved it: say why you take it back."),
        WithdrawalAnswer.NotAllowed(var why) => new(StatusCodes.Status403Forbidden, "not_allowed", why),
        _ => throw new InvalidOperationException($"{answer.GetType().Name} has no words"),
    };

    /// <summary>What a question's answer refuses; null if the agent can read it.</summary>
    public static Refusal? Of(RemarkAnswer? answer, DateTimeOffset now) => answer switch
    {
        null => NotFound,
        RemarkAnswer.Recorded => null,
        RemarkAnswer.NoMore => new(StatusCodes.Status409Conflict, "too_many_questions", $"{Remark.MostOfASide} questions are the most. Decide by what you know, or deny it."),
        RemarkAnswer.TooLate(var at) => Of(new DecisionAnswer.TooLate(at), now),
        RemarkAnswer.AlreadyResolved(var status, var deciding, var at) => Of(new DecisionAnswer.AlreadyResolved(status, deciding, at), now),
        RemarkAnswer.NotAllowed(var why) => new(StatusCodes.Status403Forbidden, "not_allowed", why),
        _ => throw new InvalidOperationException($"{answer.GetType().Name} has no words"),
    };

    /// <summary>What a narrowing's answer refuses; null if there is a narrowed call.</summary>
    public static Refusal? Of(NarrowAnswer? answer, DateTimeOffset now) => answer switch
    {
        null => NotFound,
        NarrowAnswer.Narrowed => null,
        NarrowAnswer.NotNarrower(var why) => new(StatusCodes.Status400BadRequest, "not_narrower", why),
        NarrowAnswer.Denied(var why) => new(StatusCodes.Status409Conflict, "narrowed_call_denied", $"The policy denies the narrowed call, too: {why}"),
        NarrowAnswer.WrongFingerprint => Of(new DecisionAnswer.WrongFingerprint(), now),
        NarrowAnswer.TooLate(var at) => Of(new DecisionAnswer.TooLate(at), now),
        NarrowAnswer.AlreadyResolved(var status, var deciding, var at) => Of(new DecisionAnswer.AlreadyResolved(status, deciding, at), now),
        NarrowAnswer.NotAllowed(var why) => new(StatusCodes.Status403Forbidden, "not_allowed", why),
        _ => throw new InvalidOperationException($"{answer.GetType().Name} has no words"),
    };

    /// <summary>What an extension's answer refuses; null if there is more time.</summary>
    public static Refusal? Of(ExtensionAnswer? answer, DateTimeOffset now) => answer switch
    {
        null => NotFound,
        ExtensionAnswer.Extended => null,
        ExtensionAnswer.NoMore(var at) => new(
            StatusCodes.Status409Conflict, "no_more_time",
            $"It cannot be extended further: {ApprovalRequest.MostExtensions} times and {ApprovalRequest.LongestWait.TotalHours:N0} hours in all are the most. It expires {When(at, now)}."),
        ExtensionAnswer.TooLate(var at) => Of(new DecisionAnswer.TooLate(at), now),
        ExtensionAnswer.AlreadyResolved(var status, var deciding, var at) => Of(new DecisionAnswer.AlreadyResolved(status, deciding, at), now),
        ExtensionAnswer.NotAllowed(var why) => new(StatusCodes.Status403Forbidden, "not_allowed", why),
        _ => throw new InvalidOperationException($"{answer.GetType().Name} has no words"),
    };

    /// <summary>The refusal as problem details (RFC 9457).</summary>
    public ProblemHttpResult ToProblem(HttpContext context)
    {
        if (Status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }

        return TypedResults.Problem(detail: Sentence, statusCode: Status, extensions: new Dictionary<string, object?> { ["code"] = Code });
    }

    private static string AlreadyDecided(RequestStatus status, Decision? deciding, DateTimeOffset at, DateTimeOffset now) => (status, deciding) switch
    {
        (_, { } decision) => $"Already {Said(decision.Choice)} by {decision.Reviewer} {When(at, now)}.",
        (RequestStatus.Withdrawn, _) => $"Already called back {When(at, now)}.",
        _ => $"Already {status.ToString().ToLowerInvariant()} {When(at, now)}.",
    };

    private static string Said(Choice choice) => choice == Choice.Approve ? "approved" : "denied";

    private static string When(DateTimeOffset at, DateTimeOffset now) => at.UtcDateTime.Date == now.UtcDateTime.Date
        ? at.UtcDateTime.ToString("'at' HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)
        : at.UtcDateTime.ToString("'on' d MMMM yyyy 'at' HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
