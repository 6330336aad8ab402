using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using Approvals.Policies.Checking;
using Approvals.Policies;
using Approvals.Rendering;

namespace Approvals.Cli.Policies;

/// <summary><c>approvals policy lint</c>: every problem, and everything odd, with its place.</summary>
internal static class LintCommand
{
    private static readonly Option<FileInfo> Config = new Option<FileInfo>("--config") { HelpName = "FILE", Description = "The gateway's configuration: finds approvals that nobody can give." }.AcceptExistingOnly();

    private static readonly Option<FileInfo> Tools = new Option<FileInfo>("--tools") { HelpName = "FILE", Description = "The upstream's answer to tools/list: finds names and globs that fit no tool." }.AcceptExistingOnly();

    private static readonly Option<bool> Strict = new("--strict") { Description = "End with 1 for what is only odd, too." };

    public static Command Create()
    {
        var command = new Command("lint", "Say what is wrong with policies, and what is probably not meant. Ends with 1 if a policy or its cases cannot be used.")
        {
            PolicyCommand.Paths, Config, Tools, Strict, PolicyCommand.AsJson,
        };
        command.SetAction(line => PolicyCommand.Run(line, () => Run(line)));
        return command;
    }

    private static int Run(ParseResult line)
    {
        if (PolicyCommand.FilesOf(line) is not { } files)
        {
            return ExitCode.Usage;
        }

        var around = new Surroundings(PeopleIn(line.GetValue(Config)), ToolsIn(line.GetValue(Tools)));
        var (problems, oddities) = (new List<PolicyProblem>(), new List<PolicyFinding>());
        foreach (var file in files)
        {
            var policy = file.Read(out var wrong);
            problems.AddRange(wrong);
            file.ReadCases(out var wrongCases);
            problems.AddRange(wrongCases);
            if (policy is not null)
            {
                oddities.AddRange(PolicyCheck.Find(file.Path, File.ReadAllBytes(file.Path), around));
            }
        }

        Print(line, files.Count, problems, oddities);
        return problems.Count > 0 || (line.GetValue(Strict) && oddities.Count > 0) ? ExitCode.Failed : ExitCode.Done;
    }

    private static void Print(ParseResult line, int files, List<PolicyProblem> problems, List<PolicyFinding> oddities)
    {
        var output = line.InvocationConfiguration.Output;
        if (line.GetValue(PolicyCommand.AsJson))
        {
            output.WriteLine(JsonSerializer.Serialize(new { problems, oddities }, PolicyJson.Readable));
            return;
        }

        foreach (var text in problems.Select(problem => $"error    {problem}").Concat(oddities.Select(oddity => $"warning  {oddity}")))
        {
            output.WriteLine(VisibleText.Flat(text));
        }

        output.WriteLine($"{files} {(files == 1 ? "policy" : "policies")}: {problems.Count} errors, {oddities.Count} warnings.");
    }

    // People as the gateway's configuration names them: only those who may decide.
    private static ImmutableArray<ImmutableArray<string>>? PeopleIn(FileInfo? config)
    {
        if (config is null)
        {
            return null;
        }

        using var document = JsonDocument.Parse(File.ReadAllBytes(config.FullName), new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        return document.RootElement.TryGetProperty("Reviewers", out var reviewers) && reviewers.ValueKind == JsonValueKind.Object
            ? [.. reviewers.EnumerateObject().Where(person => Texts(person.Value, "Roles").Contains("reviewer")).Select(person => Texts(person.Value, "Groups").Insert(0, person.Name))]
            : [];
    }

    private static ImmutableArray<string>? ToolsIn(FileInfo? list)
    {
        if (list is null)
        {
            return null;
        }

        using var document = JsonDocument.Parse(File.ReadAllBytes(list.FullName));
        var root = document.RootElement.TryGetProperty("result", out var result) ? result : document.RootElement;
        return root.TryGetProperty("tools", out var tools) && tools.ValueKind == JsonValueKind.Array
            ? [.. tools.EnumerateArray().Select(tool => tool.TryGetProperty("name", out var name) ? name.GetString() : null).OfType<string>()]
            : throw new JsonException($"{list.FullName} is no answer to tools/list: it has no array \"tools\".");
    }

    private static ImmutableArray<string> Texts(JsonElement person, string key) =>
        person.ValueKind == JsonValueKind.Object && person.TryGetProperty(key, out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(item => item.GetString()).OfType<string>()]
            : [];
}
