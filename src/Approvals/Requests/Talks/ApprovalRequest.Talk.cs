using Approvals.Requests.Talks;

namespace Approvals.Requests;

/// <content>What people ask the agent before they decide, and what it answers.</content>
public sealed partial class ApprovalRequest
{
    /// <summary>Every remark, oldest first. Stored with the request's texts; empty where those cannot be read.</summary>
    public IReadOnlyList<Remark> Talk { get; private set; } = [];

    /// <summary>The last question, while the agent has not answered it; null if there is none.</summary>
    public Remark? OpenQuestion => Talk is [.., { IsAgents: false } last] ? last : null;

    /// <summary>Asks the agent something, without deciding. It reads it with its next answer.</summary>
    /// <param name="by">Who asks: somebody who may decide.</param>
    /// <param name="text">The question.</param>
    /// <param name="now">The time, UTC.</param>
    /// <param name="claim">How long the answer of a request that turns out to have expired can be fetched.</param>
    public RemarkAnswer Ask(Reviewer by, string text, DateTimeOffset now, TimeSpan claim) =>
        this.WhyNot(by) is { } why ? new RemarkAnswer.NotAllowed(why) : Say(new Remark(by.Id, IsAgents: false, text, now, IsHeard: false), claim);

    /// <summary>Writes down what the agent answers.</summary>
    /// <param name="text">Its words.</param>
    /// <param name="now">The time, UTC.</param>
    /// <param name="claim">How long the answer of a request that turns out to have expired can be fetched.</param>
    public RemarkAnswer Reply(string text, DateTimeOffset now, TimeSpan claim) =>
        Say(new Remark(Asked.Grant, IsAgents: true, text, now, IsHeard: true), claim);

    /// <summary>Notes that the agent was sent the first <paramref name="count"/> remarks. Returns whether one of them was news to it.</summary>
    public bool Hear(int count)
    {
        if (Talk.Take(count).All(remark => remark.IsHeard))
        {
            return false;
        }

        Talk = [.. Talk.Select((remark, place) => place < count ? remark with { IsHeard = true } : remark)];
        Version++;
        return true;
    }

    private RemarkAnswer Say(Remark remark, TimeSpan claim)
    {
        Expire(remark.At, claim);
        if (Status == RequestStatus.Expired)
        {
            return new RemarkAnswer.TooLate(ExpiresAt);
        }

        if (Status != RequestStatus.Pending)
        {
            return new RemarkAnswer.AlreadyResolved(Status, Deciding, ResolvedAt!.Value);
        }

        if (Talk.Count(earlier => earlier.IsAgents == remark.IsAgents) >= Remark.MostOfASide)
        {
            return new RemarkAnswer.NoMore();
        }

        Talk = [.. Talk, remark];
        Version++;
        return new RemarkAnswer.Recorded();
    }
}
