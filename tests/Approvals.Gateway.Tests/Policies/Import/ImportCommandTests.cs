using System.Text.Json;
using Approvals.Cli;
using Approvals.Gateway.Tests.Configuration;

namespace Approvals.Gateway.Tests.Policies.Import;

/// <summary>The command itself: where it writes, what it prints, how it ends.</summary>
public sealed class ImportCommandTests
{
    [Fact]
    public async Task The_policy_is_written_to_a_new_file_only()
    {
        using var folder = new TemporaryFolder();
        var target = folder.PathOf("shop.json");

        var run = await ImportRun.DoneAsync(Sources.Shop, "--out", target);

        Assert.Equal("", run.Output);
        Assert.Equal($"Written to {target}. Read it before a grant is given to it.", run.Said[^1]);
        Assert.Equal(Sources.ShopImported, await File.ReadAllTextAsync(target, TestContext.Current.CancellationToken));
        Assert.Equal(ExitCode.Usage, (await ImportRun.OfAsync(Sources.Seed, "--out", target)).Code);
        Assert.Equal(Sources.ShopImported, await File.ReadAllTextAsync(target, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Programs_get_one_line_of_json()
    {
        var run = await ImportRun.DoneAsync("""{"rules":[{"tool":"p\u0430y\u202E","action":"deny","reason":"Nö"}]}""", "--json");

        Assert.Empty(run.Said);
        Assert.All(run.Output, letter => Assert.InRange(letter, '\n', '~'));
        var answer = JsonDocument.Parse(Assert.Single(run.Output.TrimEnd('\n').Split('\n'))).RootElement;
        Assert.Equal("seed", answer.GetProperty("dialect").GetString());
        Assert.Equal("Nö", answer.GetProperty("policy").GetProperty("tools").GetProperty("p\u0430y\u202E").GetProperty("reason").GetString());
        Assert.Equal(
            """{"line":1,"column":1,"kind":"stricter","text":"\u0027default\u0027 is missing; tools that no rule names are denied"}""",
            Assert.Single(answer.GetProperty("notes").EnumerateArray()).GetRawText());
    }

    [Fact]
    public async Task Programs_are_told_what_is_refused()
    {
        var run = await ImportRun.OfAsync("a: b", "--json");

        Assert.Equal(ExitCode.Failed, run.Code);
        var note = Assert.Single(JsonDocument.Parse(run.Output).RootElement.GetProperty("notes").EnumerateArray());
        Assert.Equal(("refused", 1), (note.GetProperty("kind").GetString(), note.GetProperty("line").GetInt32()));
    }

    [Fact]
    public async Task What_cannot_be_seen_is_written_as_an_escape()
    {
        var run = await ImportRun.DoneAsync("""{"default":"deny","rules":[{"tool":"x","action":"deny","reason":"\u202Eso \u2066 \u00E9"}]}""");

        Assert.Contains("\"reason\": \"\\u202Eso \\u2066 é\"", run.Output, StringComparison.Ordinal);
        run.Has("/tools/x/reason", "\"\u202Eso \u2066 é\"");
    }

    [Fact]
    public async Task The_same_policy_is_the_same_text()
    {
        var one = await ImportRun.DoneAsync("default: deny\ntools:\n  b: {rules: [{action: allow}]}\n  'a*': {rules: [{action: allow}]}\n  a: {rules: [{action: allow}]}\n");
        var other = await ImportRun.DoneAsync("tools:\n  a: {rules: [{action: allow}]}\n  b: {rules: [{action: allow}]}\n  'a*': {rules: [{action: allow}]}\ndefault: deny\n");

        Assert.Equal(one.Output, other.Output);
    }

    [Theory]
    [InlineData("tools: {pay: {limits: []}}", "1:1: this is a policy of this gateway already; put it into the folder of policies")]
    [InlineData("{}", "1:1: this is none of the known dialects: it has no 'tools', no 'rules', no 'permissions' and no 'mcpAllowlist'; name it with --from")]
    [InlineData("permissions: [a]", "1:14: 'permissions' must be a table, not a list")]
    public async Task What_is_no_policy_of_another_program_is_refused(string text, string why) => Assert.Equal(why, await ImportRun.RefusalAsync(text));

    [Theory]
    [InlineData("--from", "toml")]
    [InlineData("--frm", "seed")]
    public async Task A_wrong_command_line_is_said_so(params string[] options) => Assert.Equal(ExitCode.Usage, (await ImportRun.OfAsync(Sources.Seed, options)).Code);

    [Fact]
    public async Task A_file_that_is_not_there_is_said_so()
    {
        using var errors = new StringWriter();

        Assert.Equal(ExitCode.Usage, await Approvals.Cli.Program.RunAsync(["policy", "import", "/nowhere/at/all.yaml"], TextWriter.Null, errors, stop: TestContext.Current.CancellationToken));
        Assert.Contains("/nowhere/at", errors.ToString(), StringComparison.Ordinal);
    }
}
