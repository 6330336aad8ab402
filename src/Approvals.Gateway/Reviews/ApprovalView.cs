using Approvals.Gateway.Reviews.Stories;
using Approvals.Policies;
using Approvals.Requests;
using Approvals.Requests.Talks;

namespace Approvals.Gateway.Reviews;

/// <summary>A request as one person may see it: the only way from the record to any surface.</summary>
public sealed record ApprovalView
{
    private const string Nobody = "This view is nobody's.";

    public required string Id { get; init; }

    public required RequestStatus Status { get; init; }

    public required Outcome? Outcome { get; init; }

    /// <summary>What was asked. Its JSON texts are masked if <see cref="IsMasked"/>.</summary>
    public required AskedCall Asked { get; init; }

    /// <summary>What the agent says that it asks for, its claim; null if it says nothing. Masked like the texts of <see cref="Asked"/>.</summary>
    public required string? Purpose { get; init; }

    public required Ground Ground { get; init; }

    public required Terms Terms { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>How often it was given more time.</summary>
    public required int Extensions { get; init; }

    /// <summary>When it would expire if it were given more time now; null if it cannot be.</summary>
    public required DateTimeOffset? NextExpiry { get; init; }

    public required DateTimeOffset? ResolvedAt { get; init; }

    public required DateTimeOffset? ReleasedAt { get; init; }

    public required DateTimeOffset? ClaimableUntil { get; init; }

    public required DateTimeOffset? EndedAt { get; init; }

    public required IReadOnlyList<Decision> Decisions { get; init; }

    /// <summary>What a person found out about an unknown outcome, or null.</summary>
    public required Settlement? Settlement { get; init; }

    /// <summary>Why this person may not settle an unknown outcome, as a sentence for them; null if they may.</summary>
    public required string? WhyNotSettle { get; init; }

    /// <summary>Who called it back, or null.</summary>
    public required Withdrawal? Withdrawal { get; init; }

    /// <summary>Why this person may not call it back, as a sentence for them; null if they may.</summary>
    public required string? WhyNotWithdraw { get; init; }

    /// <summary>Whether people may let their approval count for equal calls, too.</summary>
    public required bool CanBeRemembered { get; init; }

    /// <summary>Until when the approval counts for equal calls, too; null if it does not.</summary>
    public required DateTimeOffset? RememberedUntil { get; init; }

    /// <summary>What people asked the agent, and what it answered, oldest first.</summary>
    public required IReadOnlyList<Remark> Talk { get; init; }

    /// <summary>When people were first reminded of it, or null.</summary>
    public required DateTimeOffset? FirstReminder { get; init; }

    /// <summary>When people were reminded that it is about to expire, or null.</summary>
    public required DateTimeOffset? LastReminder { get; init; }

    /// <summary>The request whose narrowed call this is, or null.</summary>
    public required string? NarrowedFrom { get; init; }

    /// <summary>Who narrowed it, or null.</summary>
    public required string? NarrowedBy { get; init; }

    /// <summary>The request that is decided in its place, or null.</summary>
    public required string? NarrowedTo { get; init; }

    /// <summary>What came back, or null: it has not run, nobody knows, it is not kept any more, or this view is of a list.</summary>
    public ResultView? Result { get; init; }

    /// <summary>Whether what was asked can be shown. If not, the texts of <see cref="Asked"/> are empty.</summary>
    public required ContentState Content { get; init; }

    /// <summary>When the content was erased, or null.</summary>
    public required DateTimeOffset? ErasedAt { get; init; }

    /// <summary>Why this person may not decide it, as a sentence for them; null if they may.</summary>
    public required string? WhyNot { get; init; }

    /// <summary>Whether secrets in it are hidden from this person.</summary>
    public required bool IsMasked { get; init; }

    /// <summary>Whether it can still be decided at <paramref name="now"/>.</summary>
    public bool IsOpen(DateTimeOffset now) => Status == RequestStatus.Pending && now < ExpiresAt;

    /// <summary>Whether this person can call it back at <paramref name="now"/>.</summary>
    public bool IsTheirsToWithdraw(DateTimeOffset now) => WhyNotWithdraw is null && (Status == RequestStatus.Pending
        ? IsOpen(now)
        : IsUnreleased(now) || now < RememberedUntil);

    /// <summary>Whether it was approved and can still be released at <paramref name="now"/>.</summary>
    public bool IsUnreleased(DateTimeOffset now) => Status == RequestStatus.Approved && ReleasedAt is null && Outcome is null && now < ClaimableUntil;

    /// <summary>Whether it may have run, and nobody has said yet whether it did.</summary>
    public bool IsUnsettled => Outcome == Requests.Outcome.Unknown && Settlement is null;

    /// <summary>The request as <paramref name="person"/> may see it; null if they may not.</summary>
    public static ApprovalView? For(ApprovalRequest request, Reviewer person)
    {
        var isOwner = person.Is(request.Asked.Owner);
        if (!isOwner && !person.May(Right.See))
        {
            return null;
        }

        var isMasked = !isOwner && !person.May(Right.SeeSecrets);
        return Of(request, isMasked, request.WhyNot(person), request.WhyNotSettle(person), request.WhyNotWithdraw(person)) with
        {
            Result = request is { Outcome: Requests.Outcome.Completed or Requests.Outcome.Failed, AnswerJson: { } answer } ? ResultView.Of(answer, isMasked) : null,
        };
    }

    /// <summary>Those of the requests that <paramref name="person"/> may see, as they may see them.</summary>
    internal static List<ApprovalView> For(IEnumerable<ApprovalRequest> requests, Reviewer person) =>
        [.. requests.Select(request => For(request, person)).OfType<ApprovalView>()];

    /// <summary>The request as a room may see it in which nobody knows who reads along: secrets are masked, and nobody decides.</summary>
    public static ApprovalView ForOnlookers(ApprovalRequest request) => Of(request, isMasked: true, Nobody, Nobody, Nobody);

    private static ApprovalView Of(ApprovalRequest request, bool isMasked, string? whyNot, string? whyNotSettle, string? whyNotWithdraw) =>
        Of(request, isMasked ? Masked(request.Asked) : request.Asked, isMasked, whyNot, whyNotSettle, whyNotWithdraw);

    private static ApprovalView Of(ApprovalRequest request, AskedCall seen, bool isMasked, string? whyNot, string? whyNotSettle, string? whyNotWithdraw) => new()
    {
        Id = request.Id,
        Status = request.Status,
        Outcome = request.Outcome,
        Asked = seen,
        Purpose = Approvals.Calls.Purpose.Of(seen.OthersJson),
        Ground = request.Ground,
        Terms = request.Terms,
        CreatedAt = request.CreatedAt,
        ExpiresAt = request.ExpiresAt,
        Extensions = request.Extensions,
        NextExpiry = request.NextExpiry,
        ResolvedAt = request.ResolvedAt,
        ReleasedAt = request.ReleasedAt,
        ClaimableUntil = request.ClaimableUntil,
        EndedAt = request.EndedAt,
        Decisions = request.Decisions,
        Settlement = request.Settlement,
        WhyNotSettle = whyNotSettle,
        Withdrawal = request.Withdrawal,
        WhyNotWithdraw = whyNotWithdraw,
        CanBeRemembered = request.WhyNotRemember() is null,
        RememberedUntil = request.RememberedUntil(),
        Talk = isMasked ? [.. request.Talk.Select(remark => remark with { Text = SecretMask.Mask(remark.Text) })] : request.Talk,
        FirstReminder = request.FirstReminder,
        LastReminder = request.LastReminder,
        NarrowedFrom = request.NarrowedFrom,
        NarrowedBy = request.NarrowedBy,
        NarrowedTo = request.NarrowedTo,
        Content = request.Content,
        ErasedAt = request.ErasedAt,
        WhyNot = whyNot,
        IsMasked = isMasked,
    };

    private static AskedCall Masked(AskedCall asked) => asked with
    {
        ArgumentsJson = asked.ArgumentsJson is { } arguments ? SecretMask.Apply(arguments) : null,
        OthersJson = SecretMask.Apply(asked.OthersJson),
    };
}
