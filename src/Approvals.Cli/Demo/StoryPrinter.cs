using Approvals.Demo.Agent;
using Spectre.Console;

namespace Approvals.Cli.Demo;

/// <summary>Tells a demo story on a terminal, and turns its ending into an exit code.</summary>
internal sealed class StoryPrinter(IAnsiConsole console, IAnsiConsole errors, string howToStart)
{
    private const string GoesOn = "The request stays open. Run the demo again, and it goes on waiting.";
    private const int Indent = 3;
    private const int LabelWidth = 10;

    private bool waiting;
    private string? lastProgress;

    public async Task<int> PrintAsync(IAsyncEnumerable<DemoStep> story)
    {
        await foreach (var step in story)
        {
            switch (step)
            {
                case DemoStep.Finished:
                    console.WriteLine();
                    Line("done", Color.Green, "That is what a gateway does. Neither this agent nor its server was changed for it.");
                    return ExitCode.Done;
                case DemoStep.Failed(var why):
                    console.WriteLine();
                    Line(errors, "failed", Color.Red, why);
                    Line(errors, "", Color.Default, waiting ? GoesOn : "");
                    return ExitCode.Failed;
                case DemoStep.NoGateway(var why):
                    return NoGateway(why);
                default:
                    Print(step);
                    break;
            }
        }

        return ExitCode.Failed;
    }

    public int NoGateway(string why)
    {
        Line(errors, "stopped", Color.Red, why);
        Line(errors, "", Color.Default, howToStart);
        return ExitCode.Usage;
    }

    public int Interrupted()
    {
        console.WriteLine();
        Line("stopped", Color.Yellow, waiting ? GoesOn : "as you asked");
        return ExitCode.Interrupted;
    }

    private void Print(DemoStep step)
    {
        switch (step)
        {
            case DemoStep.Connected(var url, var server, var protocol):
                Line("agent", Color.Default, $"connected to {server} through {url} (MCP {protocol})");
                break;
            case DemoStep.Chapter(var number, var title, var explanation):
                console.WriteLine();
                console.Write(new Text($"{number}. {title}\n", new Style(decoration: Decoration.Bold)));
                console.Write(new Padder(new Text(explanation, Color.Grey), new Padding(Indent, 0, 0, 0)));
                break;
            case DemoStep.ToolsListed(var tools):
                Line("sees", Color.Green, string.Join(", ", tools));
                break;
            case DemoStep.Calling(var tool, var arguments):
                Line("calls", Color.Default, $"{tool} {arguments}");
                break;
            case DemoStep.WaitsForPerson(var page):
                waiting = true;
                Line("waits", Color.Yellow, $"for a person. Open {page} and decide.");
                break;
            case DemoStep.StillHeld(var message):
                PrintProgress(message);
                break;
            case DemoStep.HandedBack(var message):
                PrintProgress(message);
                Line("calls", Color.Default, "the same tool with the same arguments, to go on waiting");
                break;
            case DemoStep.Answered(_, var answer):
                waiting = false;
                PrintAnswer(answer);
                break;
        }
    }

    private void PrintProgress(string message)
    {
        if (message != lastProgress)
        {
            Line("", Color.Grey, message);
            lastProgress = message;
        }
    }

    private void PrintAnswer(DemoAnswer answer)
    {
        switch (answer)
        {
            case DemoAnswer.Ran(var text):
                Line("ran", Color.Green, text);
                break;
            case DemoAnswer.ToolFailed(var text):
                Line("ran", Color.Red, $"and failed: {text}");
                break;
            case DemoAnswer.Refused(var text, _, var rule, var retryAfter):
                Line("refused", Color.Red, text);
                Line("", Color.Grey, string.Join(", ", Details(rule, retryAfter)));
                break;
        }
    }

    private static IEnumerable<string> Details(string? rule, TimeSpan? retryAfter)
    {
        if (rule is not null)
        {
            yield return $"rule {rule}";
        }

        if (retryAfter is { } wait)
        {
            yield return $"may be tried again in {wait.TotalSeconds:0} s";
        }
    }

    private void Line(string label, Color color, string text) => Line(console, label, color, text);

    /// <summary>Text of others goes through here: made inert, and never read as markup.</summary>
    private static void Line(IAnsiConsole to, string label, Color color, string text)
    {
        if (text.Length == 0)
        {
            return;
        }

        var style = label.Length == 0 ? new Style(color) : Style.Plain;
        to.Write(new Grid()
            .AddColumn(new GridColumn().Width(LabelWidth).NoWrap().Padding(Indent, 0, 0, 0))
            .AddColumn(new GridColumn().Padding(0, 0, 0, 0))
            .AddRow(new Text(label, new Style(color)), new Text(InertText.Of(text), style)));
    }
}
