using System.Text.Json;
using System.Threading.Channels;
using ModelContextProtocol;
using ModelContextProtocol.Client;

namespace Approvals.Demo.Agent;

/// <summary>The calls that show what a gateway does, one after the other, until one goes otherwise than the demo policy says.</summary>
internal sealed class DemoStory(McpClient client, Uri page, ChannelWriter<DemoStep> steps, TimeProvider time)
{
    /// <summary>A gateway that hands calls back at once must not be asked in a tight loop.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private static readonly Dictionary<string, object?> Web = new() { ["cluster"] = "production", ["service"] = "web" };

    public async Task TellAsync(CancellationToken ct)
    {
        var failure = await ListToolsAsync(ct)
            ?? await AllowedAsync(ct)
            ?? await LimitedAsync(ct)
            ?? await DeniedAsync(ct)
            ?? await ApprovedAsync(ct);
        Tell(failure is null ? new DemoStep.Finished() : new DemoStep.Failed(failure));
    }

    private async Task<string?> ListToolsAsync(CancellationToken ct)
    {
        Tell(new DemoStep.Chapter(1, "Hidden", "The agent asks which tools there are. The server also has delete_account; the policy hides it."));
        var tools = await client.ListToolsAsync(cancellationToken: ct);
        Tell(new DemoStep.ToolsListed([.. tools.Select(tool => tool.Name).Order(StringComparer.Ordinal)]));
        return tools.Any(tool => tool.Name == "delete_account") ? "delete_account is listed, though the policy should hide it." : null;
    }

    private async Task<string?> AllowedAsync(CancellationToken ct)
    {
        Tell(new DemoStep.Chapter(2, "Allowed", "The policy lets this call through at once."));
        var answer = await CallAsync("list_clusters", [], ct);
        return answer is DemoAnswer.Ran ? null : "list_clusters should have run.";
    }

    private async Task<string?> LimitedAsync(CancellationToken ct)
    {
        Tell(new DemoStep.Chapter(3, "Limited", "Two of these calls are allowed a minute. The agent makes three."));
        var limited = false;
        for (var call = 1; call <= 3; call++)
        {
            var answer = await CallAsync("describe_service", Web, ct);
            limited |= answer is DemoAnswer.Refused { Code: "rate_limited" };
            if (answer is not (DemoAnswer.Ran or DemoAnswer.Refused { Code: "rate_limited" }))
            {
                return "describe_service should have run or been limited.";
            }
        }

        return limited ? null : "The third describe_service within a minute should have been limited.";
    }

    private async Task<string?> DeniedAsync(CancellationToken ct)
    {
        Tell(new DemoStep.Chapter(4, "Denied", "The policy never lets an agent delete a service. The server does not hear of this call."));
        var answer = await CallAsync("delete_service", Web, ct);
        return answer is DemoAnswer.Refused { Code: "policy_denied" } ? null : "delete_service should have been denied.";
    }

    private async Task<string?> ApprovedAsync(CancellationToken ct)
    {
        Tell(new DemoStep.Chapter(5, "Decided by a person", "The policy wants a person's word before an access key is made. Nothing has run yet."));
        using var patience = new CancellationTokenSource(DemoAgent.Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            return await UntilDecidedAsync(either.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            return $"Nobody decided within {DemoAgent.Patience.TotalMinutes:0} minutes.";
        }
    }

    private async Task<string?> UntilDecidedAsync(CancellationToken ct)
    {
        var arguments = new Dictionary<string, object?> { ["user"] = "ci-deployer" };
        Tell(new DemoStep.Calling("create_access_key", JsonSerializer.Serialize(arguments)));
        Tell(new DemoStep.WaitsForPerson(page));
        while (true)
        {
            var answer = await AskAsync("create_access_key", arguments, ct);
            if (answer is not DemoAnswer.Refused { Code: "approval_pending" } pending)
            {
                Tell(new DemoStep.Answered("create_access_key", answer));
                return WhyNoKey(answer);
            }

            Tell(new DemoStep.HandedBack(pending.Text));
            await Task.Delay(pending.RetryAfter ?? Pause, time, ct);
        }
    }

    private static string? WhyNoKey(DemoAnswer answer) => answer switch
    {
        DemoAnswer.Ran => null,
        DemoAnswer.Refused { Code: "approval_denied" } => "The call was denied by a person: no access key was made.",
        DemoAnswer.Refused { Code: "approval_expired" } => "Nobody decided in time: no access key was made.",
        DemoAnswer.Refused { Code: "approval_withdrawn" } => "The call was withdrawn before a decision: no access key was made.",
        _ => "create_access_key should have waited for a person, and then have run.",
    };

    private async Task<DemoAnswer> CallAsync(string tool, Dictionary<string, object?> arguments, CancellationToken ct)
    {
        Tell(new DemoStep.Calling(tool, JsonSerializer.Serialize(arguments)));
        var answer = await AskAsync(tool, arguments, ct);
        Tell(new DemoStep.Answered(tool, answer));
        return answer;
    }

    private async Task<DemoAnswer> AskAsync(string tool, Dictionary<string, object?> arguments, CancellationToken ct)
    {
        var progress = new HeldCall(Tell);
        try
        {
            return DemoAnswer.Of(await client.CallToolAsync(tool, arguments, progress, cancellationToken: ct));
        }
        finally
        {
            progress.Over();
        }
    }

    private void Tell(DemoStep step) => steps.TryWrite(step);

    /// <summary>The SDK may report the last progress after the answer; the story must not go backwards.</summary>
    private sealed class HeldCall(Action<DemoStep> tell) : IProgress<ProgressNotificationValue>
    {
        private volatile bool over;

        public void Over() => over = true;

        public void Report(ProgressNotificationValue value)
        {
            if (!over && value.Message is { Length: > 0 } message)
            {
                tell(new DemoStep.StillHeld(message));
            }
        }
    }
}
