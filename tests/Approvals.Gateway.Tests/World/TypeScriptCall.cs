using System.Text.Json;

namespace Approvals.Gateway.Tests.World;

/// <summary>A call in flight in a <see cref="TypeScriptClient"/>.</summary>
public sealed class TypeScriptCall
{
    private readonly TypeScriptClient client;
    private readonly NodeProcess.Command command;

    internal TypeScriptCall(TypeScriptClient client, NodeProcess.Command command) => (this.client, this.command) = (client, command);

    /// <summary>The tool's result, or a <see cref="TypeScriptClientException"/>.</summary>
    public Task<JsonElement> Result => command.Result;

    /// <summary>The progress notifications as they come; it ends with the call.</summary>
    public IAsyncEnumerable<JsonElement> Progress => command.Progress.ReadAllAsync();

    /// <summary>Waits for the next progress notification.</summary>
    public Task<JsonElement> NextProgressAsync() => command.Progress.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60));

    /// <summary>Aborts the call as an application would: by its AbortSignal.</summary>
    public Task AbortAsync() => client.Ask(new() { ["do"] = "abort", ["call"] = command.Number });
}
