using System.CommandLine;

namespace Approvals.Cli.Reviewing;

/// <summary>What the commands of a reviewer have in common: where the gateway is, who asks, and how a failure ends.</summary>
internal static class ReviewerCommand
{
    public static readonly Option<bool> AsJson = new("--json") { Description = "Write JSON for programs." };

    public static readonly Argument<string> Id = new("ID") { Description = "The request's id." };

    private const string DefaultUrl = "http://127.0.0.1:8080";

    private static readonly Option<string?> Url = new("--url")
    {
        HelpName = "URL",
        Description = $"The gateway's address. Default: the variable APPROVALS_URL, else {DefaultUrl}",
    };

    private static readonly Option<string?> Token = new("--token")
    {
        HelpName = "TOKEN",
        Description = "Your reviewer token. Default: the variable APPROVALS_TOKEN, where other users of this machine do not see it.",
    };

    public static Command Create(string name, string description, Func<GatewayDoor, ParseResult, CancellationToken, Task<int>> run, params Symbol[] more)
    {
        var command = new Command(name, description) { Url, Token };
        foreach (var symbol in more)
        {
            if (symbol is Argument argument)
            {
                command.Add(argument);
            }
            else
            {
                command.Add((Option)symbol);
            }
        }

        command.SetAction((line, stop) => RunAsync(line, run, stop));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult line, Func<GatewayDoor, ParseResult, CancellationToken, Task<int>> run, CancellationToken stop)
    {
        var errors = line.InvocationConfiguration.Error;
        var address = line.GetValue(Url) ?? Environment.GetEnvironmentVariable("APPROVALS_URL") ?? DefaultUrl;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            return Say(errors, $"'{address}' is not an http or https address. Write, for example, --url {DefaultUrl}", ExitCode.Usage);
        }

        if ((line.GetValue(Token) ?? Environment.GetEnvironmentVariable("APPROVALS_TOKEN")) is not { Length: > 0 } token)
        {
            return Say(errors, "A reviewer's token is needed. Set APPROVALS_TOKEN, or give --token.", ExitCode.Usage);
        }

        using var door = new GatewayDoor(url, token);
        try
        {
            return await run(door, line, stop);
        }
        catch (GatewayRefusal refusal)
        {
            return Say(errors, refusal.Message, ExitCode.Failed);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
        catch (Exception unreachable) when (unreachable is HttpRequestException or IOException or OperationCanceledException)
        {
            return Say(errors, $"The gateway at {url} cannot be talked to. {unreachable.Message}", ExitCode.Usage);
        }
    }

    private static int Say(TextWriter errors, string sentence, int code)
    {
        errors.WriteLine(InertText.Of(sentence));
        return code;
    }
}
