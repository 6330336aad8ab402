using System.Text.Json;
using Approvals.Cli;
using Approvals.Gateway.Tests.World;

namespace Approvals.Gateway.Tests.Policies;

/// <summary>What the owner of policies asks in the terminal.</summary>
public sealed class PolicyCommandTests : IDisposable
{
    private const string Policy = """
        {
          "version": "1",
          "hide": ["gone"],
          "tools": {
            "gone": {},
            "refund": {
              "action": "require_approval", "reason": "Moves money.",
              "deny_if": [ { "conditions": [ { "path": "args.amount", "op": "gt", "value": 1000 } ], "on_deny": "Over the limit." } ],
              "approval": { "reviewers": ["sre", "finanze"], "quorum": 2 }
            },
            "Refund": {},
            "delete_x": {},
            "delete_*": { "action": "deny", "limits": [ { "counter": "a", "window": "minute", "max": 3 } ] }
          }
        }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("approvals-policy-");
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    private string Out => _output.ToString();

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _output.Dispose();
        _errors.Dispose();
    }

    [Fact]
    public async Task A_newcomers_typo_is_answered_with_file_line_column_and_what_was_meant()
    {
        var file = Write("shop.json", """
            {"version":"1",
             "tools":{"refund":{"reqire_approval":[]}}}
            """);

        Assert.Equal(ExitCode.Failed, await RunAsync("policy", "lint", file));

        Assert.Contains($"error    {file}:2:21: unknown key 'reqire_approval'; did you mean 'require_approval'?", Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_problem_of_every_file_is_named_at_once()
    {
        Write("a.json", """{"version":"2","defalt":"deny","tools":{"x":{"action":"alow","limits":[{"counter":"c","window":0,"max":-1}]}}}""");
        Write("b.json", "{\"version\":\"1\",\"tools\":{\"\u00ff\":");
        Write("c.json", """{"version":"1"}""");
        Write("c.cases.json", """{"cases":[{"name":"n","tool":"t","expect":"alow"}]}""");

        Assert.Equal(ExitCode.Failed, await RunAsync("policy", "lint", _folder.FullName));

        foreach (var part in new[] { "a.json:1:12: ", "unknown key 'defalt'; did you mean 'default'?", "'action' must be one of", "'window' must be", "'max' must be", "b.json:1:", "c.cases.json:1:43: 'expect' must be one of" })
        {
            Assert.Contains(part, Out, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_is_probably_not_meant_is_a_warning_and_fails_only_strictly()
    {
        var file = Write("shop.json", Policy);
        var config = Write("approvals.config", """{"Reviewers":{"bob":{"Groups":["sre","finance"],"Roles":["reviewer"]},"vera":{"Groups":["finanze"],"Roles":["viewer"]}}}""");
        var tools = Write("tools.list", """{"result":{"tools":[{"name":"refund"},{"name":"delet_x"}]}}""");

        Assert.Equal(ExitCode.Done, await RunAsync("policy", "lint", file, "--config", config, "--tools", tools));

        string[] warnings =
        [
            ":5:5: 'gone' is hidden by 'gone'",
            ":9:19: 2 people must approve, but only 1 can",
            ":9:42: nobody is, or is in the group, 'finanze'; did you mean 'finance'?",
            ":11:5: 'Refund' looks like 'refund'",
            ":12:5: 'delete_x' fits the stricter glob 'delete_*' (deny), but its exact name counts (allow)",
            ":12:5: no tool 'delete_x' is listed; did you mean 'delet_x'?",
            ":13:5: the glob 'delete_*' fits no tool that is listed",
            ":13:37: 'limits' is never looked at",
        ];
        Assert.All(warnings, warning => Assert.Contains($"warning  {file}{warning}", Out, StringComparison.Ordinal));
        Assert.Equal(ExitCode.Failed, await RunAsync("policy", "lint", file, "--strict"));
    }

    [Fact]
    public async Task Cases_that_do_not_hold_are_shown_with_every_step()
    {
        var file = Write("shop.json", Policy);
        Write("shop.cases.json", """
            {"cases":[
              {"name":"Small refunds ask.","tool":"refund","arguments":{"amount":5},"expect":"require_approval","reviewers":["finanze","sre"],"rule":"/tools/refund/action"},
              {"name":"Hidden is gone.","tool":"gone","expect":"deny","rule":"(hidden)","hidden":true},
              {"name":"Large ones too.","tool":"refund","arguments":{"amount":5000},"expect":"require_approval"}]}
            """);

        Assert.Equal(ExitCode.Failed, await RunAsync("policy", "test", file));

        Assert.Contains("shop.cases.json:4: Large ones too.\n    the verdict is deny, not require_approval\n", Out.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("args.amount is 5000; wanted: gt 1000", Out, StringComparison.Ordinal);
        Assert.EndsWith("2 of 3 cases hold.", Out.TrimEnd());
    }

    [Fact]
    public async Task Limits_and_hints_count_in_cases_as_in_the_gateway()
    {
        var file = Write("shop.json", """
            {"version":"1","default":"deny","categories":{"Read":{}},
             "tools":{"pay":{"limits":[{"counter":"p","window":"hour","max":10,"amount":"args.amount"}]}}}
            """);
        Write("shop.cases.json", """
            {"cases":[
              {"name":"Ten fit.","tool":"pay","arguments":{"amount":5},"calls_before":1,"expect":"allow"},
              {"name":"Eleven do not.","tool":"pay","arguments":{"amount":4},"calls_before":2,"expect":"rate_limited","rule":"/tools/pay/limits/0"},
              {"name":"A tool that says it only reads.","tool":"look","facts":{"annotations":{"readOnlyHint":true}},"expect":"allow","rule":"/categories/Read"},
              {"name":"A tool that says nothing.","tool":"look","facts":{"annotations":{}},"expect":"deny","rule":"(default deny)"}]}
            """);

        Assert.Equal((ExitCode.Done, "4 of 4 cases hold."), (await RunAsync("policy", "test", _folder.FullName), Out.TrimEnd()));
    }

    [Fact]
    public async Task One_call_is_explained()
    {
        var file = Write("shop.json", Policy);

        Assert.Equal(ExitCode.Done, await RunAsync("policy", "explain", file, "refund", "--arguments", """{"amount":"12"}"""));

        Assert.Contains("args.amount is \"12\"; wanted: gt 1000 (another type, so suspicious)", Out, StringComparison.Ordinal);
        Assert.EndsWith("deny by /tools/refund/deny_if/0: Over the limit.", Out.TrimEnd());
        Assert.Equal(ExitCode.Failed, await RunAsync("policy", "explain", file, "refund", "--arguments", "{"));
        Assert.Contains("arguments:1:", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_is_told_by_what_it_does_to_each_tool()
    {
        var before = Write("before.json", Policy);
        var after = Write("after.json", Policy.Replace("\"action\": \"deny\", ", "", StringComparison.Ordinal).Replace("1000", "2000", StringComparison.Ordinal).Replace("Moves money.", "Pays back.", StringComparison.Ordinal));

        Assert.Equal(ExitCode.Failed, await RunAsync("policy", "diff", before, after, "--fail-if-looser"));

        Assert.Equal(
            """
            tools/delete_*: denied -> allowed  (may be looser)
            tools/refund: asks a person  (may be looser)
                /deny_if/0/conditions/0/value: 1000 -> 2000
                /reason: "Moves money." -> "Pays back."
            """.ReplaceLineEndings("\n"),
            Out.TrimEnd().ReplaceLineEndings("\n"));
        Assert.Equal(ExitCode.Done, await RunAsync("policy", "diff", after, after, "--fail-if-looser"));
        Assert.EndsWith("Nothing changes for any tool.", Out.TrimEnd());
    }

    [Fact]
    public async Task The_policies_of_this_repository_have_no_problem_and_nothing_odd_and_all_their_cases_hold()
    {
        var policies = Repository.PathOf("policies");

        Assert.True(await RunAsync("policy", "lint", policies, "--strict") == ExitCode.Done, Out);
        Assert.True(await RunAsync("policy", "test", policies) == ExitCode.Done, Out);
        Assert.Matches("(?m)^(\\d{2,}) of \\1 cases hold\\.$", Out);
    }

    [Fact]
    public async Task Programs_get_json()
    {
        var file = Write("shop.json", Policy);
        Assert.Equal(ExitCode.Done, await RunAsync("policy", "explain", file, "refund", "--json"));

        var answer = JsonDocument.Parse(Out).RootElement;

        Assert.Equal(("require_approval", "/tools/refund/action"), (answer.GetProperty("verdict").GetString(), answer.GetProperty("rule").GetString()));
        Assert.All(answer.GetProperty("steps").EnumerateArray(), step => Assert.NotEmpty(step.GetProperty("words").GetString()!));
    }

    [Fact]
    public async Task A_path_without_policies_is_a_wrong_command_line()
    {
        Assert.Equal(ExitCode.Usage, await RunAsync("policy", "lint", _folder.FullName));
        Assert.Contains("There is no policy at", _errors.ToString(), StringComparison.Ordinal);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private Task<int> RunAsync(params string[] args) => Cli.Program.RunAsync(args, _output, _errors);
}
