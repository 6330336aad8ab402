using System.CommandLine;
using Approvals.Demo.Agent;
using Spectre.Console;

namespace Approvals.Cli.Demo;

/// <summary><c>approvals demo</c>: an agent calls through the gateway, and the terminal tells what becomes of each call.</summary>
internal static class DemoCommand
{
    private const string HowToStart = "Start it with `dotnet run --project src/Approvals.Gateway`.";

    private static readonly Option<string?> Directory = new("--data-directory")
    {
        HelpName = "DIR",
        Description = $"Where the gateway keeps its data and has written {DemoFile.Name}. Default: {DemoFile.DefaultDirectory()}",
    };

    private static readonly Option<Uri?> Url = new("--url")
    {
        HelpName = "URL",
        Description = "The gateway's MCP address, for example http://127.0.0.1:8080/mcp/demo. Needs --token.",
        CustomParser = argument =>
        {
            if (Uri.TryCreate(argument.Tokens[0].Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            {
                return url;
            }

            argument.AddError("--url must be an http or https address, for example http://127.0.0.1:8080/mcp/demo.");
            return null;
        },
    };

    private static readonly Option<string?> Token = new("--token") { HelpName = "TOKEN", Description = "The grant's token. Needs --url." };

    public static Command Create()
    {
        var command = new Command("demo", "Play an agent that calls tools through a running gateway: one hidden, one allowed, one limited, one denied, one that waits for you.")
        {
            Directory, Url, Token,
        };
        command.Validators.Add(line =>
        {
            var (url, token) = (line.GetResult(Url) is not null, line.GetResult(Token) is not null);
            if (url != token)
            {
                line.AddError($"{(url ? "--url needs --token" : "--token needs --url")}: give both, or neither to use the gateway's {DemoFile.Name}.");
            }
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult line, CancellationToken ct)
    {
        var printer = new StoryPrinter(On(line.InvocationConfiguration.Output), On(line.InvocationConfiguration.Error), HowToStart);
        try
        {
            return FindGateway(line, printer) is { } address
                ? await printer.PrintAsync(new DemoAgent(address, TimeProvider.System).PlayAsync(ct))
                : ExitCode.Usage;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return printer.Interrupted();
        }
    }

    private static IAnsiConsole On(TextWriter writer) => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });

    private static DemoAddress? FindGateway(ParseResult line, StoryPrinter printer)
    {
        if (line.GetValue(Url) is { } url)
        {
            return new DemoAddress(url, line.GetRequiredValue(Token)!, new Uri(url, "/"));
        }

        var directory = line.GetValue(Directory) ?? DemoFile.DefaultDirectory();
        try
        {
            if (DemoFile.Read(directory) is { } address)
            {
                return address;
            }

            printer.NoGateway($"No demo gateway found at {Path.Combine(directory, DemoFile.Name)}.");
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            printer.NoGateway($"The demo gateway's address cannot be read. {unreadable.Message}");
        }

        return null;
    }
}
