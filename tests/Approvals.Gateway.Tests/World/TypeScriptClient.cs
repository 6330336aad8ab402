using System.Text.Json;

namespace Approvals.Gateway.Tests.World;

/// <summary>The versions of the TypeScript SDK that agents in the field are built on.</summary>
public enum TypeScriptSdk
{
    /// <summary>Speaks 2025-11-25 and older: <c>initialize</c> and sessions.</summary>
    V1,

    /// <summary>Asks what the server speaks, and prefers 2026-07-28.</summary>
    V2,
}

/// <summary>What a client and its server agreed upon.</summary>
public sealed record TypeScriptConnection(string? Version, string? SessionId, JsonElement Server);

/// <summary>Options of the TypeScript SDK's <c>callTool</c>; what is null keeps the SDK's default (60 s, no progress).</summary>
public sealed record TypeScriptCallOptions
{
    /// <summary>Milliseconds.</summary>
    public int? Timeout { get; init; }

    public bool? ResetTimeoutOnProgress { get; init; }

    /// <summary>Ask for progress notifications: the call carries a progress token.</summary>
    public bool? Progress { get; init; }
}

/// <summary>An error that the TypeScript SDK threw.</summary>
public sealed class TypeScriptClientException(string message, JsonElement error) : Exception(message)
{
    /// <summary>A number for JSON-RPC and HTTP errors, a word for the SDK's own, or empty.</summary>
    public string Code { get; } = error.TryGetProperty("code", out var code) ? code.ToString() : "";

    public JsonElement Error { get; } = error;
}

/// <summary>
/// An agent that others wrote: the TypeScript SDK's client in a node process of its own, driven over its standard streams
/// (<c>tests/clients/driver.mjs</c>). Ending the process is what an agent's crash looks like from outside.
/// </summary>
public sealed class TypeScriptClient : IAsyncDisposable
{
    // Real time: it only ends a test that hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly NodeProcess node;

    private TypeScriptClient(NodeProcess node) => this.node = node;

    public static TypeScriptClient Start(TypeScriptSdk sdk)
    {
        var script = sdk is TypeScriptSdk.V1 ? "v1.mjs" : "v2.mjs";
        return new(NodeProcess.Start(Repository.PathOf("tests", "clients", script)));
    }

    /// <summary>Connects to an MCP server; <paramref name="clientName"/> is what it reads as <c>clientInfo.name</c>.</summary>
    public async Task<TypeScriptConnection> ConnectAsync(Uri url, string? token = null, string? clientName = null)
    {
        var client = clientName is null ? null : new { name = clientName, version = "1.0.0" };
        var answer = await Ask(new() { ["do"] = "connect", ["url"] = url.ToString(), ["token"] = token, ["client"] = client });
        return new(answer.GetProperty("version").GetString(), answer.GetProperty("sessionId").GetString(), answer.GetProperty("server"));
    }

    public async Task<IReadOnlyList<JsonElement>> ListToolsAsync()
    {
        var answer = await Ask(new() { ["do"] = "list" });
        return [.. answer.GetProperty("tools").EnumerateArray()];
    }

    /// <summary>Calls a tool and waits for its result; an error of the SDK is a <see cref="TypeScriptClientException"/>.</summary>
    public Task<JsonElement> CallAsync(string tool, object? arguments = null, TypeScriptCallOptions? options = null) =>
        Begin(tool, arguments, options).Result;

    /// <summary>Starts a call and returns at once, so that its progress can be watched and it can be aborted.</summary>
    public TypeScriptCall Begin(string tool, object? arguments = null, TypeScriptCallOptions? options = null)
    {
        var sent = node.Send(new()
        {
            ["do"] = "call",
            ["name"] = tool,
            ["arguments"] = arguments ?? new { },
            ["options"] = options ?? new TypeScriptCallOptions(),
        });
        return new(this, sent);
    }

    /// <summary>Closes the client; with <paramref name="endSession"/> a legacy session is deleted on the server first.</summary>
    public async Task CloseAsync(bool endSession = false) =>
        await Ask(new() { ["do"] = "close", ["endSession"] = endSession });

    /// <summary>Ends the process without a word to the server.</summary>
    public void Kill() => node.Kill();

    public ValueTask DisposeAsync() => node.DisposeAsync();

    internal Task<JsonElement> Ask(Dictionary<string, object?> command) => node.Send(command).Result.WaitAsync(Patience);
}
