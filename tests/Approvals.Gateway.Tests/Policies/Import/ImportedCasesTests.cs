using Approvals.Cli;
using Approvals.Gateway.Tests.Configuration;

namespace Approvals.Gateway.Tests.Policies.Import;

/// <summary>What was imported does what its source does, case by case.</summary>
public sealed class ImportedCasesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task Intercept_s_policy() => HoldsAsync(Sources.Shop, """
        {
          "cases": [
            { "name": "rules: [] allows", "tool": "list_customers", "expect": "allow", "rule": "/tools/list_customers" },
            { "name": "sixty a minute, over all tools", "tool": "list_customers", "calls_before": 59, "expect": "allow" },
            { "name": "not sixty-one", "tool": "list_customers", "calls_before": 60, "expect": "rate_limited", "rule": "/all_tools/limits/0" },
            { "name": "default: deny", "tool": "list_charges", "expect": "deny", "rule": "(default deny)" },
            { "name": "hide", "tool": "delete_account", "expect": "deny", "rule": "(hidden)", "hidden": true },
            { "name": "action: deny", "tool": "delete_customer", "expect": "deny", "rule": "/tools/delete_customer/action", "hidden": false },
            { "name": "a charge", "tool": "create_charge", "arguments": { "amount": 20000, "currency": "usd" }, "expect": "allow" },
            { "name": "the largest charge", "tool": "create_charge", "arguments": { "amount": 50001, "currency": "usd" }, "expect": "deny", "rule": "/tools/create_charge/require/0" },
            { "name": "an amount must be there", "tool": "create_charge", "arguments": { "currency": "usd" }, "expect": "deny", "rule": "/tools/create_charge/require/0" },
            { "name": "another currency", "tool": "create_charge", "arguments": { "amount": 1, "currency": "gbp" }, "expect": "deny", "rule": "/tools/create_charge/require/1" },
            { "name": "no currency", "tool": "create_charge", "arguments": { "amount": 1 }, "expect": "deny", "rule": "/tools/create_charge/require/1" },
            { "name": "a large charge is asked about", "tool": "create_charge", "arguments": { "amount": 20001, "currency": "eur" }, "expect": "require_approval", "rule": "/tools/create_charge/require_approval/0" },
            { "name": "as much as may be spent in a day", "tool": "create_charge", "arguments": { "amount": 20000, "currency": "usd" }, "calls_before": 49, "expect": "allow" },
            { "name": "and no more", "tool": "create_charge", "arguments": { "amount": 20000, "currency": "usd" }, "calls_before": 50, "expect": "rate_limited", "rule": "/tools/create_charge/limits/0" },
            { "name": "a branch", "tool": "create_branch", "arguments": { "branch": "feat/a-1" }, "expect": "allow" },
            { "name": "another branch", "tool": "create_branch", "arguments": { "branch": "main" }, "expect": "deny", "rule": "/tools/create_branch/require/0" },
            { "name": "$ is the end of the text, not of a line", "tool": "create_branch", "arguments": { "branch": "feat/a\n" }, "expect": "deny" },
            { "name": "\\d is a digit of ASCII", "tool": "create_branch", "arguments": { "branch": "feat/\u0663" }, "expect": "deny" }
          ]
        }
        """);

    [Fact]
    public Task The_older_dialect() => HoldsAsync(Sources.Seed, """
        {
          "cases": [
            { "name": "thirty in sixty seconds", "tool": "create_access_key", "calls_before": 29, "expect": "allow", "rule": "/tools/create_access_key" },
            { "name": "not thirty-one", "tool": "create_access_key", "calls_before": 30, "expect": "rate_limited", "rule": "/tools/create_access_key/rate_limit" },
            { "name": "action: deny", "tool": "delete_cluster", "expect": "deny", "rule": "/tools/delete_cluster/action" },
            { "name": "action: allow", "tool": "list_clusters", "expect": "allow", "rule": "/tools/list_clusters" },
            { "name": "default: deny", "tool": "list_tasks", "expect": "deny", "rule": "(default deny)" }
          ]
        }
        """);

    [Fact]
    public Task Claude_Code_s_lists() => HoldsAsync(
        """{"permissions":{"allow":["mcp__gh__get_*","mcp__gh__delete_branch"],"ask":["mcp__gh__get_secret*"],"deny":["mcp__gh__delete_*"]}}""",
        """
        {
          "cases": [
            { "name": "allowed", "tool": "get_me", "expect": "allow", "rule": "/tools/get_*" },
            { "name": "ask beats allow", "tool": "get_secrets", "expect": "require_approval", "rule": "/tools/get_secret*/action" },
            { "name": "deny beats allow", "tool": "delete_branch", "expect": "deny", "rule": "/tools/delete_branch/action" },
            { "name": "the rest is asked about", "tool": "merge", "expect": "require_approval", "rule": "(default require_approval)" },
            { "name": "resources are too", "kind": "resource", "tool": "repo://a/b", "expect": "require_approval", "rule": "(default require_approval)" }
          ]
        }
        """);

    private async Task HoldsAsync(string source, string cases)
    {
        Assert.Equal(ExitCode.Done, await RunAsync(TextWriter.Null, "import", _folder.Write("source", source), "--out", _folder.PathOf("imported.json")));
        _folder.Write("imported.cases.json", cases);
        using var output = new StringWriter();

        Assert.True(await RunAsync(output, "test", _folder.PathOf("imported.json")) == ExitCode.Done, output.ToString());
        Assert.DoesNotContain("0 of 0 cases", output.ToString(), StringComparison.Ordinal);
    }

    private static Task<int> RunAsync(TextWriter output, params string[] line) =>
        Approvals.Cli.Program.RunAsync(["policy", .. line], output, TextWriter.Null, stop: TestContext.Current.CancellationToken);
}
