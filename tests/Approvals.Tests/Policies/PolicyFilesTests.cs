using Approvals.Policies;
using Approvals.Policies.Limits;

namespace Approvals.Tests.Policies;

public sealed class PolicyFilesTests
{
    public static TheoryData<string> Names => [.. Directory.GetFiles(Folder, "*.json")
        .Where(PolicyFileNames.IsPolicy)
        .Select(file => Path.GetFileNameWithoutExtension(file))];

    internal static string Folder
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "Approvals.sln")))
            {
                folder = folder.Parent ?? throw new DirectoryNotFoundException("Approvals.sln is in no folder above the tests.");
            }

            return Path.Combine(folder.FullName, "policies");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_policy_of_the_repository_is_read_without_a_problem(string name) => Assert.Equal(name, Read(name).Name);

    [Fact]
    public void The_policy_for_ecs_is_the_agreed_text() => Assert.Equal(
        """{"version":"1","default":"deny","tools":{"create_access_key":{"limits":[{"counter":"create_access_key_rate","window":"minute","max":30,"scope":"grant"}]}}}""",
        File.ReadAllText(Path.Combine(Folder, "ecs.json")).TrimEnd('\n'));

    [Fact]
    public void The_policy_for_ecs_allows_thirty_access_keys_a_minute_and_nothing_else()
    {
        var policy = Read("ecs");
        foreach (var tool in new[] { "delete_cluster", "Create_access_key", "create_access_key ", "create_access_key\u200b", "cr\u0435ate_access_key", "" })
        {
            Assert.Equal("(default deny)", Assert.IsType<Verdict.Deny>(policy.Evaluate(tool)).Rule);
        }

        var limit = Assert.Single(Assert.IsType<Verdict.Allow>(policy.Evaluate("create_access_key")).Limits);
        Assert.Equal(new Limit("/tools/create_access_key/limits/0", "create_access_key_rate", TimeSpan.FromMinutes(1), 30, new LimitScope.Grant()), limit);
        var window = new SlidingWindow((long)limit.Window.TotalMilliseconds, limit.Max);
        for (var call = 0; call < 30; call++)
        {
            Assert.True(window.TryReserve(call, 1, out var reservation, out _));
            window.Sent(reservation, call);
        }

        Assert.False(window.TryReserve(30, 1, out _, out var retryAfterMs));
        Assert.Equal(59_970, retryAfterMs);
        Assert.True(window.TryReserve(60_000, 1, out _, out _));
    }

    [Fact]
    public void The_demo_policy_has_one_tool_of_each_kind()
    {
        var policy = Read("demo");

        Assert.IsType<Verdict.Allow>(policy.Evaluate("list_clusters"));
        var limit = Assert.Single(Assert.IsType<Verdict.Allow>(policy.Evaluate("describe_service")).Limits);
        Assert.Equal(("describe_service_rate", TimeSpan.FromMinutes(1), 2), (limit.Counter, limit.Window, limit.Max));
        Assert.Equal("Deletes are done by people.", Assert.IsType<Verdict.Deny>(policy.Evaluate("delete_service")).Reason);
        var key = Assert.IsType<Verdict.RequireApproval>(policy.Evaluate("create_access_key"));
        Assert.Equal(("Makes new AWS credentials.", TimeSpan.FromMinutes(30)), (key.Reason, key.Terms.Expires));
        Assert.Equal("Moves money.", Assert.IsType<Verdict.RequireApproval>(policy.Evaluate("refund")).Reason);
        Assert.Equal("(hidden)", policy.Evaluate("delete_account").Rule);
        Assert.True(policy.Hides("delete_account"));
        Assert.Equal("(default deny)", policy.Evaluate("else").Rule);
    }

    private static Policy Read(string name)
    {
        var policy = PolicyReader.Read(name, $"policies/{name}.json", File.ReadAllBytes(Path.Combine(Folder, name + ".json")), out var problems);
        Assert.Empty(problems);
        return policy!;
    }
}
