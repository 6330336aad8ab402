using Approvals.Cli;
using Approvals.Cli.Demo;
using Approvals.Demo.Agent;
using Spectre.Console;

namespace Approvals.Gateway.Tests.Demo;

public sealed class DemoCommandTests : IDisposable
{
    private readonly StringWriter output = new();
    private readonly StringWriter errors = new();

    public void Dispose()
    {
        output.Dispose();
        errors.Dispose();
    }

    [Fact]
    public async Task A_finished_story_is_done_and_a_failed_one_says_why_on_standard_error()
    {
        Assert.Equal(ExitCode.Done, await PrintAsync(new DemoStep.Finished()));
        Assert.Equal("", errors.ToString());

        Assert.Equal(ExitCode.Failed, await PrintAsync(new DemoStep.Failed("the reason")));
        Assert.Contains("failed    the reason", errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_gateway_the_command_says_how_to_start_one()
    {
        Assert.Equal(ExitCode.Usage, await PrintAsync(new DemoStep.NoGateway("Nobody listens.")));
        Assert.Matches("Nobody listens\\.\\s+start the gateway", errors.ToString());
    }

    [Fact]
    public async Task A_refusal_shows_its_rule_and_when_to_try_again()
    {
        await PrintAsync(new DemoStep.Answered("x", new DemoAnswer.Refused("[RATE LIMITED] slower", "rate_limited", "/tools/x", TimeSpan.FromSeconds(42))));

        Assert.Matches(@"refused   \[RATE LIMITED\] slower\s+rule /tools/x, may be tried again in 42 s", output.ToString());
    }

    [Fact]
    public async Task Words_of_a_server_are_neither_markup_nor_terminal_codes()
    {
        await PrintAsync(
            new DemoStep.Calling("[bold]tool[/]", "{}"),
            new DemoStep.StillHeld("\u001b[2J"),
            new DemoStep.Answered("x", new DemoAnswer.Ran("[link=http://evil.example]click[/]\nsecond line")));

        Assert.Contains("[bold]tool[/] {}", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("[link=http://evil.example]click[/]↵second line", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output.ToString());
    }

    [Theory]
    [InlineData(2, "demo", "--url", "http://127.0.0.1:1/mcp/demo")]
    [InlineData(2, "demo", "--token", "t")]
    [InlineData(2, "demo", "--url", "not-an-address", "--token", "t")]
    [InlineData(2, "demo", "--data-directory", "/nowhere")]
    [InlineData(2, "no-such-command")]
    [InlineData(0, "--version")]
    [InlineData(0, "demo", "--help")]
    public async Task The_exit_code_tells_a_wrong_command_line(int code, params string[] line) =>
        Assert.Equal(code, await Approvals.Cli.Program.RunAsync(line, output, errors));

    private Task<int> PrintAsync(params DemoStep[] steps) =>
        new StoryPrinter(Terminal(output), Terminal(errors), "start the gateway").PrintAsync(steps.ToAsyncEnumerable());

    private static IAnsiConsole Terminal(StringWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer), Ansi = AnsiSupport.No });
        console.Profile.Width = 120;
        return console;
    }
}
