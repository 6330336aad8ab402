using System.Text.Json.Nodes;
using Approvals.Cli;
using Approvals.Gateway.Tests.Configuration;

namespace Approvals.Gateway.Tests.Policies.Import;

/// <summary><c>approvals policy import</c> of one text.</summary>
internal sealed record ImportRun(int Code, string Output, string[] Said)
{
    public JsonNode Policy => JsonNode.Parse(Output)!;

    /// <summary>What is said, without the file's name.</summary>
    public static async Task<ImportRun> OfAsync(string text, params string[] options)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("source", text);
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await Approvals.Cli.Program.RunAsync(["policy", "import", file, .. options], output, errors, stop: TestContext.Current.CancellationToken);
        return new ImportRun(code, output.ToString(), errors.ToString().Replace(file + ":", "", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>What a text is imported as, which must succeed.</summary>
    public static async Task<ImportRun> DoneAsync(string text, params string[] options)
    {
        var run = await OfAsync(text, options);
        Assert.True(run.Code == ExitCode.Done, string.Join('\n', run.Said));
        return run;
    }

    /// <summary>Why a text is not imported.</summary>
    public static async Task<string> RefusalAsync(string text, params string[] options)
    {
        var run = await OfAsync(text, options);
        Assert.Equal(ExitCode.Failed, run.Code);
        Assert.Equal("", run.Output);
        return Assert.Single(run.Said);
    }

    public void Has(string pointer, string json)
    {
        var found = pointer.Split('/', StringSplitOptions.RemoveEmptyEntries).Aggregate((JsonNode?)Policy, (node, part) => node is JsonArray array ? array[int.Parse(part, null)] : node?[part.Replace("~1", "/", StringComparison.Ordinal)]);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), found), $"{pointer} is {found?.ToJsonString()}");
    }
}
