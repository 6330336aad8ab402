namespace Approvals.Chaos.Checking;

/// <summary>Makes up what happened, a second after the other, for tests of the checker.</summary>
internal sealed class Told
{
    public const string Key = "agent00-0001";

    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private readonly List<Happening> _happenings = [];
    private readonly List<ListedRequest> _listed = [];

    private TimeSpan _passed;

    private DateTimeOffset Now => Noon + _passed + TimeSpan.FromSeconds(_happenings.Count);

    /// <summary>A call that bob approves, that runs once, and whose agent has the result.</summary>
    public static Told Sound() => Approved().Runs().Answers(new Answer.Ran(Key)).Lists("approved", "completed");

    public static Told Asked() => new Told().Then(new Happening.Asked(Key, 0));

    public static Told Approved() => Asked().Decides("bob", "approve");

    public Told Decides(string reviewer, string choice, int? status = 200) =>
        Then(new Happening.Decides(Key, reviewer, choice)).Then(new Happening.DecisionAnswered(Key, reviewer, choice, status));

    public Told Runs(Trouble trouble = Trouble.None) => Arrives(trouble).Then(new Happening.Effect(Key));

    public Told Arrives(Trouble trouble) => Then(new Happening.Arrived(Key, trouble));

    public Told Answers(Answer answer) => Then(new Happening.Answered(Key, answer));

    public Told Answers(string code, string? approvalId = "1") => Answers(new Answer.Told(code, approvalId));

    public Told Leaves(bool cancels = false) => Then(new Happening.Parted(Key, Parting.Left, cancels, "it had enough"));

    public Told AMinuteLater()
    {
        _passed += TimeSpan.FromMinutes(1);
        return this;
    }

    public Told Then(Happening happening)
    {
        _happenings.Add(happening with { Order = _happenings.Count, At = Now });
        return this;
    }

    /// <summary>The API lists it so at the end, with every decision that was acknowledged and agrees with it.</summary>
    /// <param name="status">Its status.</param>
    /// <param name="outcome">Its outcome.</param>
    /// <param name="released">How many seconds into the story it was released; null if it never was.</param>
    /// <param name="decisions">The decisions instead of those.</param>
    public Told Lists(string status, string? outcome = null, int? released = 2, params ListedDecision[] decisions)
    {
        var own = _happenings.OfType<Happening.DecisionAnswered>().Where(answer => answer.Status == 200)
            .Select(answer => new ListedDecision(answer.Reviewer, answer.Choice)).Distinct();
        var isReleased = outcome is "completed" or "failed" or "unknown" && released is not null;
        _listed.Add(new ListedRequest(
            $"{_listed.Count + 1}", Key, status, outcome, isReleased ? Noon + TimeSpan.FromSeconds(released!.Value) : null, decisions.Length > 0 ? decisions : [.. own]));
        return this;
    }

    public IReadOnlyList<Fault> Check(string? auditProblem = null) => Checker.Check(new Account(_happenings, _listed, auditProblem));
}
