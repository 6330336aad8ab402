using System.CommandLine;
using System.Text.Json;
using Approvals.Policies.Cases;
using Approvals.Policies;
using Approvals.Rendering;

namespace Approvals.Cli.Policies;

/// <summary><c>approvals policy explain</c>: what a policy says of one call, and how it came to it.</summary>
internal static class ExplainCommand
{
    private static readonly Argument<FileInfo> Policy = new Argument<FileInfo>("POLICY") { Description = "The policy's file." }.AcceptExistingOnly();

    private static readonly Argument<string> Tool = new("TOOL") { Description = "The tool's name (or, with --kind, a resource's URI or a prompt's name)." };

    private static readonly Option<string> Arguments = new("--arguments") { HelpName = "JSON", Description = "The arguments, a JSON object.", DefaultValueFactory = _ => "{}" };

    private static readonly Option<string> Facts = new("--facts")
    {
        HelpName = "JSON",
        Description = "What else is known, as in a case: annotations, category, severity, grant, time.",
        DefaultValueFactory = _ => "{}",
    };

    private static readonly Option<string> Kind = new Option<string>("--kind") { Description = "What is called: tool, resource or prompt.", DefaultValueFactory = _ => "tool" }
        .AcceptOnlyFromAmong("tool", "resource", "prompt");

    public static Command Create()
    {
        var command = new Command("explain", "Say what a policy does with one call, with every step that was tried.") { Policy, Tool, Arguments, Facts, Kind, PolicyCommand.AsJson };
        command.SetAction(line => PolicyCommand.Run(line, () => Run(line)));
        return command;
    }

    /// <summary>One step in one line.</summary>
    public static string Line(ExplainedStep step) => $"{(step.Held ? "yes" : "no "),-4} {step.Rule}: {step.Words}";

    private static int Run(ParseResult line)
    {
        var (output, errors) = (line.InvocationConfiguration.Output, line.InvocationConfiguration.Error);
        var policy = new PolicyFile(line.GetRequiredValue(Policy).FullName).Read(out var problems);
        var call = CasesReader.ReadCall(line.GetRequiredValue(Kind), line.GetRequiredValue(Tool), line.GetRequiredValue(Arguments), line.GetRequiredValue(Facts), out var wrong);
        foreach (var problem in problems.Concat(wrong))
        {
            errors.WriteLine(VisibleText.Flat(problem.ToString()));
        }

        if (policy is null || call is null)
        {
            return ExitCode.Failed;
        }

        var result = CaseRunner.Run(policy, call);
        if (line.GetValue(PolicyCommand.AsJson))
        {
            output.WriteLine(JsonSerializer.Serialize(new { result.Verdict, result.Rule, result.Reason, result.Steps }, PolicyJson.Readable));
            return ExitCode.Done;
        }

        foreach (var step in result.Steps)
        {
            output.WriteLine(InertText.Of(Line(step)));
        }

        output.WriteLine(InertText.Of($"{result.Verdict} by {result.Rule}{(result.Reason.Length == 0 ? "" : $": {result.Reason}")}"));
        return ExitCode.Done;
    }
}
