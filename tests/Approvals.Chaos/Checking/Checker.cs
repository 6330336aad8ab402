namespace Approvals.Chaos.Checking;

/// <summary>Judges what a run left behind. It knows nothing of how the run was made.</summary>
internal static class Checker
{
    private const string AllKeys = "(all)";

    public static IReadOnlyList<Fault> Check(Account account) =>
    [
        .. KeyStory.Of(account).SelectMany(story => new[]
        {
            LostRules.Of(story), DoubledRules.Of(story), UnjustifiedRules.Of(story), UnknownRules.Of(story),
        }.SelectMany(faults => faults)),
        .. account.AuditProblem is { } problem ? new[] { new Fault(FaultKind.AuditBroken, AllKeys, problem) } : [],
    ];
}
