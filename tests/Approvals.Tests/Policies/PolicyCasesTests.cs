using Approvals.Policies;
using Approvals.Policies.Cases;

namespace Approvals.Tests.Policies;

/// <summary>The policies of the repository do what their cases say.</summary>
public sealed class PolicyCasesTests
{
    [Theory]
    [MemberData(nameof(PolicyFilesTests.Names), MemberType = typeof(PolicyFilesTests))]
    public void Every_policy_has_cases_and_they_hold(string name)
    {
        var file = Path.Combine(PolicyFilesTests.Folder, name + ".json");
        var policy = PolicyReader.Read(name, file, File.ReadAllBytes(file), out _)!;

        var cases = CasesReader.Read(name, File.ReadAllBytes(PolicyFileNames.CasesOf(file)), out var problems);

        Assert.Empty(problems);
        Assert.NotEmpty(cases);
        Assert.All(cases, one => Assert.Empty(CaseRunner.Run(policy, one).Differences));
    }
}
