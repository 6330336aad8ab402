using Approvals.Gateway.Configuration;
using Approvals.Gateway.Policies;
using Approvals.Gateway.Startup;
using Microsoft.AspNetCore.Builder;
using Approvals.Gateway.Tests.Configuration;
using Approvals.Policies;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.Gateway.Tests.Policies;

/// <summary>A gateway starts with all of its policies or not at all, and says why.</summary>
public sealed class PoliciesSetupTests : IDisposable
{
    private const string Good = """{"version":"1","default":"allow"}""";

    private static readonly string Hash = new('a', 64);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_file_is_the_policy_of_its_name_but_cases_and_schemas_are_none()
    {
        _folder.Write("policies/bank.json", Good);
        _folder.Write("policies/vault.json", """{"version":"1","default":"deny"}""");
        _folder.Write("policies/bank.cases.json", "not a policy");
        _folder.Write("policies/policy.schema.json", "not a policy");
        _folder.Write("policies/README.md", "not a policy");

        var book = Start("bank");

        Assert.Equal(["bank", "vault"], book.All.Select(policy => policy.Name).Order(StringComparer.Ordinal));
        Assert.IsType<Verdict.Allow>(book.For("bank").EvaluateStored("pay", null, default));
        Assert.IsType<Verdict.Deny>(book.For("vault").EvaluateStored("pay", null, default));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bank")]
    [InlineData("other")]
    public void A_grant_without_a_policy_of_its_own_is_denied_everything(string? name)
    {
        _folder.Write("policies/bank.json", Good);

        Assert.Equal("(no policy)", Assert.IsType<Verdict.Deny>(Start("bank").For(name).EvaluateStored("pay", null, default)).Rule);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_named() => Assert.Equal(
        [$"Policies:Directory: there is no folder {_folder.PathOf("policies")}; make it, or name the one that has the policies"],
        Problems("bank"));

    [Fact]
    public void A_file_in_the_place_of_the_folder_is_no_folder()
    {
        _folder.Write("policies", Good);

        Assert.StartsWith("Policies:Directory: there is no folder ", Assert.Single(Problems("bank")), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_problem_of_every_file_is_told_with_its_place()
    {
        var bank = _folder.Write("policies/bank.json", "{\"version\":\"1\",\n\"defalt\":\"allow\",\n\"tools\":{\"pay\":{\"action\":\"alow\"}}}");
        var vault = _folder.Write("policies/vault.json", "{");
        _folder.Write("policies/good.json", Good);

        var problems = Problems("bank");

        Assert.Contains(problems, problem => problem.StartsWith($"{bank}:2:", StringComparison.Ordinal) && problem.Contains("default", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.StartsWith($"{bank}:3:", StringComparison.Ordinal) && problem.Contains("allow", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.StartsWith($"{vault}:1:", StringComparison.Ordinal));
        Assert.All(problems, problem => Assert.True(problem.StartsWith(bank, StringComparison.Ordinal) || problem.StartsWith(vault, StringComparison.Ordinal), problem));
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_a_problem_and_not_a_missing_policy()
    {
        _folder.Write("policies/bank.json", Good);
        var dangling = _folder.PathOf("policies/dangling.json");
        File.CreateSymbolicLink(dangling, _folder.PathOf("nowhere.json"));

        Assert.StartsWith($"{dangling}: cannot be read: ", Assert.Single(Problems("bank")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_grant_that_names_a_policy_with_a_slip_reads_the_nearest()
    {
        _folder.Write("policies/bank.json", Good);
        _folder.Write("policies/vault.json", Good);

        Assert.Equal(["Grants:alice:Upstreams:bank:Policy: there is no policy 'bnak'; did you mean 'bank'?"], Problems("bnak"));
        Assert.Equal(["Grants:alice:Upstreams:bank:Policy: there is no policy 'Bank'; did you mean 'bank'?"], Problems("Bank"));
        Assert.Equal(["Grants:alice:Upstreams:bank:Policy: there is no policy 'everything'; the policies are bank, vault"], Problems("everything"));
    }

    [Fact]
    public void A_grant_that_names_a_policy_needs_a_folder() => Assert.Equal(
        ["Grants:alice:Upstreams:bank:Policy: there are no policies; name their folder in Policies:Directory"],
        Problems("bank", directory: "null"));

    [Fact]
    public void The_demo_has_its_policy_within()
    {
        var builder = _folder.Builder();
        Add(builder, _folder.Load());
        using var services = builder.Services.BuildServiceProvider();

        Assert.Equal(["demo"], services.GetRequiredService<PolicyBook>().All.Select(policy => policy.Name));
    }

    private static void Add(WebApplicationBuilder builder, GatewayConfiguration read) => builder.AddPolicies(read.Policies, read.Grants, read.IsDemo);

    private IReadOnlyList<string> Problems(string policy, string directory = "\"policies\"") =>
        Assert.Throws<ConfigurationProblems>(() => Start(policy, directory)).Lines;

    private PolicyBook Start(string policy, string directory = "\"policies\"")
    {
        var file = _folder.Write("approvals.json", $$"""
            {"Upstreams":{"bank":{"Url":"http://127.0.0.1:7001/mcp"} },
             "Grants":{"alice":{"TokenSha256":"{{Hash}}","Owner":"alice@example.com","Upstreams":{"bank":{"Policy":"{{policy}}" } } } },
             "Policies":{"Directory":{{directory}} } }
            """);
        var builder = _folder.Builder("--config", file);
        Add(builder, _folder.Load("--config", file));
        using var services = builder.Services.BuildServiceProvider();
        return services.GetRequiredService<PolicyBook>();
    }
}
