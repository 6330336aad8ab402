using System.Net;
using System.Net.Sockets;
using Approvals.Demo;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Approvals.Gateway.Tests.Demo;

public sealed class DemoUpstreamTests : IAsyncLifetime
{
    private DemoUpstream upstream = null!;

    public async ValueTask InitializeAsync() => upstream = await DemoUpstream.StartAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => upstream.DisposeAsync();

    [Theory]
    [InlineData("2025-11-25")]
    [InlineData(null)]
    public async Task Both_eras_list_the_six_tools_and_call_them(string? protocol)
    {
        await using var agent = await ConnectAsync(protocol);

        var tools = await agent.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken);
        var result = await CallAsync(agent, "create_access_key", new() { ["user"] = "alice" });

        Assert.Equal(protocol ?? "2026-07-28", agent.NegotiatedProtocolVersion);
        Assert.Equal(
            ["create_access_key", "delete_account", "delete_service", "describe_service", "list_clusters", "refund"],
            tools.Select(tool => tool.Name).Order(StringComparer.Ordinal));
        Assert.Equal("Created access key AKIADEMO-NOT-A-KEY-1 for alice.", Text(result));
        Assert.Equal([new DemoEffect(1, "create_access_key", "AKIADEMO-NOT-A-KEY-1 for alice")], upstream.World.Effects);
    }

    [Fact]
    public async Task Tools_say_whether_they_only_read_and_describe_every_parameter()
    {
        await using var agent = await ConnectAsync();

        var tools = await agent.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken);

        Assert.All(tools, tool =>
        {
            var reads = tool.Name is "list_clusters" or "describe_service";
            Assert.Equal(reads, tool.ProtocolTool.Annotations?.ReadOnlyHint);
            Assert.Equal(!reads, tool.ProtocolTool.Annotations?.DestructiveHint);
            Assert.NotEmpty(tool.Description);
            Assert.All(
                tool.JsonSchema.GetProperty("properties").EnumerateObject(),
                parameter => Assert.NotEmpty(parameter.Value.GetProperty("description").GetString()!));
        });
    }

    [Fact]
    public async Task A_service_is_described_in_words_and_as_structured_content()
    {
        await using var agent = await ConnectAsync();

        var result = await CallAsync(agent, "describe_service", new() { ["cluster"] = "production", ["service"] = "web" });

        Assert.Equal("production/web runs 3 tasks of nginx:1.29", Text(result));
        Assert.Equal(3, result.StructuredContent!.Value.GetProperty("tasks").GetInt32());
    }

    [Fact]
    public async Task A_deleted_service_is_gone_from_its_cluster()
    {
        await using var agent = await ConnectAsync();

        await CallAsync(agent, "delete_service", new() { ["cluster"] = "production", ["service"] = "web" });
        var clusters = await CallAsync(agent, "list_clusters", []);
        var again = await CallAsync(agent, "delete_service", new() { ["cluster"] = "production", ["service"] = "web" });

        Assert.Equal("production (worker); staging (web)", Text(clusters));
        Assert.True(again.IsError);
        Assert.Equal("There is no service web in a cluster production: list_clusters names them all.", Text(again));
        Assert.Equal((2, 1), (upstream.World.CallsOf("delete_service"), upstream.World.EffectsOf("delete_service")));
    }

    [Fact]
    public async Task A_refund_needs_no_reason_but_a_positive_amount()
    {
        await using var agent = await ConnectAsync();

        var paid = await CallAsync(agent, "refund", new() { ["customer"] = "acme", ["amount"] = 12.5m });
        var explained = await CallAsync(agent, "refund", new() { ["customer"] = "acme", ["amount"] = 1, ["reason"] = "late" });
        var refused = await CallAsync(agent, "refund", new() { ["customer"] = "acme", ["amount"] = 0 });

        Assert.Equal("Paid 12.50 euros to acme (refund-1).", Text(paid));
        Assert.Equal("Paid 1.00 euros to acme (refund-2). Reason: late", Text(explained));
        Assert.True(refused.IsError);
        Assert.Equal(2, upstream.World.EffectsOf("refund"));
    }

    [Fact]
    public async Task Every_server_has_a_world_and_a_loopback_port_of_its_own()
    {
        await using var other = await DemoUpstream.StartAsync(TestContext.Current.CancellationToken);
        await using var agent = await ConnectAsync();

        await CallAsync(agent, "delete_account", new() { ["account"] = "acme" });

        Assert.Equal(["http://127.0.0.1", "/mcp"], [$"{upstream.Url.Scheme}://{upstream.Url.Host}", upstream.Url.AbsolutePath]);
        Assert.NotEqual(upstream.Url, other.Url);
        Assert.Single(upstream.World.Effects);
        Assert.Empty(other.World.Effects);
    }

    [Fact]
    public async Task The_same_server_answers_over_standard_input_and_output()
    {
        var program = new StdioClientTransport(new StdioClientTransportOptions
        {
            Command = "dotnet",
            Arguments = [typeof(DemoUpstream).Assembly.Location],
        });
        await using var agent = await McpClient.CreateAsync(program, cancellationToken: TestContext.Current.CancellationToken);

        var clusters = await CallAsync(agent, "list_clusters", []);

        Assert.Equal("production (web, worker); staging (web)", Text(clusters));
    }

    private Task<McpClient> ConnectAsync(string? protocol = null) => McpClient.CreateAsync(
        new HttpClientTransport(new HttpClientTransportOptions { Endpoint = upstream.Url }),
        new McpClientOptions { ProtocolVersion = protocol },
        cancellationToken: TestContext.Current.CancellationToken);

    private static Task<CallToolResult> CallAsync(McpClient agent, string tool, Dictionary<string, object?> arguments) =>
        agent.CallToolAsync(tool, arguments, cancellationToken: TestContext.Current.CancellationToken).AsTask();

    private static string Text(CallToolResult result) => Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text;
}

/// <summary>Changes the process's environment, so nothing may run beside it.</summary>
[CollectionDefinition(nameof(HostSettingsTests), DisableParallelization = true)]
[Collection(nameof(HostSettingsTests))]
public sealed class HostSettingsTests
{
    [Theory]
    [InlineData("ASPNETCORE_URLS")]
    [InlineData("Kestrel__Endpoints__Host__Url")]
    public async Task The_demo_does_not_take_the_port_of_the_program_that_hosts_it(string setting)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        Environment.SetEnvironmentVariable(setting, $"http://{taken.LocalEndpoint}");
        try
        {
            await using var upstream = await DemoUpstream.StartAsync(TestContext.Current.CancellationToken);

            Assert.NotEqual(((IPEndPoint)taken.LocalEndpoint).Port, upstream.Url.Port);
        }
        finally
        {
            Environment.SetEnvironmentVariable(setting, null);
        }
    }
}
