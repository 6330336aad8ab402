using System.Collections.Immutable;
using System.Text;
using Approvals.Policies;

namespace Approvals.Tests.Policies;

internal static class PolicyText
{
    /// <summary>The policy of a document that has no problems.</summary>
    public static Policy Read(string json)
    {
        var policy = PolicyReader.Read("p", "p.json", Encoding.UTF8.GetBytes(json), out var problems);
        Assert.Empty(problems);
        return policy!;
    }

    /// <summary>Monday, 23 November 2026, ten o'clock.</summary>
    public static Facts Facts { get; } = new("alice-laptop", "alice@example.com", new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero));

    /// <summary>The verdict on a call of a tool about which nothing else is known.</summary>
    public static Verdict Evaluate(this Policy policy, string tool, string? arguments = null) => policy.EvaluateStored(tool, arguments, Facts);

    /// <summary>The problems of a document that is refused, one a line.</summary>
    public static ImmutableArray<string> Problems(string json) => Problems(Encoding.UTF8.GetBytes(json));

    public static ImmutableArray<string> Problems(byte[] utf8)
    {
        Assert.Null(PolicyReader.Read("p", "p.json", utf8, out var problems));
        Assert.NotEmpty(problems);
        return [.. problems.Select(problem => problem.ToString())];
    }
}
