using System.Reflection;
using System.Text.RegularExpressions;
using Approvals.Gateway.Failpoints;

namespace Approvals.Gateway.Tests.World;

/// <summary>The gateway as a process of its own.</summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    private static readonly string TestBuild = typeof(GatewayProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == nameof(TestBuild)).Value!;

    private readonly ProgramProcess _process;

    private GatewayProcess(ProgramProcess process, Uri url) => (_process, Url) = (process, url);

    public Uri Url { get; }

    public string Output => _process.Output;

    public bool HasEnded => _process.HasEnded;

    /// <param name="folder">Where it works.</param>
    /// <param name="configuration">Its configuration file.</param>
    /// <param name="url">Where it listens.</param>
    /// <param name="failpoints">What its test build is to break, and where; null for the ordinary build.</param>
    public static async Task<GatewayProcess> StartAsync(string folder, string configuration, string url, string? failpoints)
    {
        string[] args = ["--config", configuration, "--urls", url];
        var process = failpoints is null
            ? ProgramProcess.Start(typeof(GatewayApp), folder, args)
            : ProgramProcess.StartFile(TestBuild, folder, new() { [FailpointPlan.Variable] = failpoints }, args);
        var page = await process.SeesAsync(output => Regex.Match(output, @"Page\s+(http\S+/)\s") is { Success: true } found ? found.Groups[1].Value : null);
        return new GatewayProcess(process, new Uri(page));
    }

    /// <summary>Asks it to end, as a container's host does.</summary>
    public Task TerminateAsync() => _process.TerminateAsync();

    /// <summary>Waits for its end and returns its exit code.</summary>
    public Task<int> EndsAsync() => _process.EndsAsync();

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
