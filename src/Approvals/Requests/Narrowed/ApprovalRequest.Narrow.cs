using System.Security.Cryptography;
using System.Text;
using Approvals.Requests.Narrowed;

namespace Approvals.Requests;

/// <content>
/// Less of what was asked. What a request asks for never changes: a narrowed call is a request of its own, decided anew by others than the
/// one who narrowed it, and the one before it is over.
/// </content>
public sealed partial class ApprovalRequest
{
    /// <summary>The request whose narrowed call this is, or null.</summary>
    public string? NarrowedFrom { get; private set; }
    /// <summary>Who narrowed it, or null. They cannot decide it.</summary>
    public string? NarrowedBy { get; private set; }
    /// <summary>The request that is decided in its place, or null.</summary>
    public string? NarrowedTo { get; private set; }

    /// <summary>Ends a pending request in favour of one that asks for less, or says why not.</summary>
    /// <param name="order">What is wanted, and by whom.</param>
    /// <param name="newId">The id of the new request.</param>
    /// <param name="judge">What the policy says now of the call with these arguments.</param>
    /// <param name="now">The time, UTC.</param>
    /// <param name="claim">How long the answer of a request that turns out to have expired can be fetched.</param>
    public NarrowAnswer Narrow(NarrowOrder order, string newId, Func<string, NarrowedCall> judge, DateTimeOffset now, TimeSpan claim)
    {
        if ((this.WhyNot(order.By, order.Via) ?? WhyNotNarrow) is { } why)
        {
            return new NarrowAnswer.NotAllowed(why);
        }

        Expire(now, claim);
        if (Status == RequestStatus.Expired)
        {
            return new NarrowAnswer.TooLate(ExpiresAt);
        }

        if (Status != RequestStatus.Pending)
        {
            return new NarrowAnswer.AlreadyResolved(Status, Deciding, ResolvedAt!.Value);
        }

        if (!IsFingerprint(order.Fingerprint))
        {
            return new NarrowAnswer.WrongFingerprint();
        }

        if (NarrowedArguments.Apply(Asked.ArgumentsJson, Terms.Narrow ?? [], order.Edits, out var problem) is not { } arguments)
        {
            return new NarrowAnswer.NotNarrower(problem!);
        }

        return judge(arguments) switch
        {
            NarrowedCall.Askable askable => new NarrowAnswer.Narrowed(GiveWayTo(askable, order, newId, now, claim)),
            NarrowedCall.Denied(var denied) => new NarrowAnswer.Denied(denied),
            var other => throw new InvalidOperationException($"{other.GetType().Name} is no verdict on a narrowed call."),
        };
    }

    // Whoever narrows what somebody else narrowed would let that person decide it again.
    private string? WhyNotNarrow =>
        NarrowedFrom is not null ? "It was narrowed before. Decide it as it is, or deny it."
        : Terms.Narrow is null ? "The policy does not let people narrow this call."
        : null;

    private ApprovalRequest GiveWayTo(NarrowedCall.Askable askable, NarrowOrder order, string newId, DateTimeOffset now, TimeSpan claim)
    {
        var successor = Open(newId, askable.Asked, askable.Ground, askable.Terms, now);
        (successor.NarrowedFrom, successor.NarrowedBy) = (Id, order.By.Id);
        NarrowedTo = newId;
        Withdrawal = new Withdrawal(order.By.Id, string.IsNullOrWhiteSpace(order.Reason) ? null : order.Reason, now, order.Via);
        Resolve(RequestStatus.Withdrawn, now, claim);
        return successor;
    }

    private bool IsFingerprint(string fingerprint) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(fingerprint), Encoding.UTF8.GetBytes(Asked.Fingerprint));
}
