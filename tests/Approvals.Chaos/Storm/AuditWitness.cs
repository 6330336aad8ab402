using Approvals.Gateway.Tests.World;

namespace Approvals.Chaos.Storm;

/// <summary>Asks the <c>approvals</c> command about the audit, and keeps the head that it exported last: rows that are cut off afterwards show.</summary>
internal sealed class AuditWitness(string folder)
{
    private string? _head;

    public async Task ExportHeadAsync() => _head = (await RunAsync("head")).Output.Trim();

    /// <summary>What is wrong with the audit, or null.</summary>
    public async Task<string?> FindProblemAsync()
    {
        var (isWhole, output) = await RunAsync(["verify", .. _head is null ? Array.Empty<string>() : ["--head", _head]]);
        return isWhole ? null : output;
    }

    private async Task<(bool IsDone, string Output)> RunAsync(params string[] args)
    {
        await using var command = ProgramProcess.StartFile(
            Path.Combine(AppContext.BaseDirectory, "Approvals.Cli.dll"), folder, [], ["audit", .. args, "--data-directory", Path.Combine(folder, "data")]);
        return (await command.EndsAsync() == 0, command.Output);
    }
}
