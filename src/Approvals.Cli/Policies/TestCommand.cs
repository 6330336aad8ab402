using System.CommandLine;
using System.Text.Json;
using Approvals.Policies.Cases;
using Approvals.Policies;
using Approvals.Rendering;

namespace Approvals.Cli.Policies;

/// <summary><c>approvals policy test</c>: runs the cases beside each policy.</summary>
internal static class TestCommand
{
    public static Command Create()
    {
        var command = new Command("test", "Run the cases of policies (ecs.cases.json beside ecs.json). Ends with 1 if one does not hold.") { PolicyCommand.Paths, PolicyCommand.AsJson };
        command.SetAction(line => PolicyCommand.Run(line, () => Run(line)));
        return command;
    }

    private static int Run(ParseResult line)
    {
        if (PolicyCommand.FilesOf(line) is not { } files)
        {
            return ExitCode.Usage;
        }

        var problems = new List<PolicyProblem>();
        var results = new List<(PolicyFile File, CaseResult Result)>();
        foreach (var file in files)
        {
            var policy = file.Read(out var wrong);
            var cases = file.ReadCases(out var wrongCases);
            problems.AddRange([.. wrong, .. wrongCases]);
            if (policy is not null)
            {
                results.AddRange(cases.Select(one => (file, CaseRunner.Run(policy, one))));
            }
        }

        Print(line, files, problems, results);
        return problems.Count == 0 && results.TrueForAll(result => result.Result.Holds) ? ExitCode.Done : ExitCode.Failed;
    }

    private static void Print(ParseResult line, List<PolicyFile> files, List<PolicyProblem> problems, List<(PolicyFile File, CaseResult Result)> results)
    {
        var (output, errors) = (line.InvocationConfiguration.Output, line.InvocationConfiguration.Error);
        problems.ForEach(problem => errors.WriteLine(VisibleText.Flat(problem.ToString())));
        if (line.GetValue(PolicyCommand.AsJson))
        {
            output.WriteLine(JsonSerializer.Serialize(results.Select(result => new { policy = result.File.Name, result.Result.Case.Name, result.Result.Holds, result.Result.Verdict, result.Result.Rule, result.Result.Differences }), PolicyJson.Readable));
            return;
        }

        foreach (var (file, result) in results.Where(result => !result.Result.Holds))
        {
            output.WriteLine(InertText.Of($"{PolicyFileNames.CasesOf(file.Path)}:{result.Case.Line}: {result.Case.Name}"));
            foreach (var text in result.Differences.Concat(result.Steps.Select(ExplainCommand.Line)))
            {
                output.WriteLine($"    {InertText.Of(text)}");
            }
        }

        foreach (var file in files.Where(file => results.TrueForAll(result => result.File != file)))
        {
            errors.WriteLine(InertText.Of($"{file.Path} has no cases."));
        }

        output.WriteLine($"{results.Count(result => result.Result.Holds)} of {results.Count} cases hold.");
    }
}
