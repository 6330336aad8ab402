using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Approvals.Cli;
using Approvals.Gateway.Tests.World.Oidc;
using Microsoft.Extensions.Time.Testing;

namespace Approvals.Gateway.Tests.Doctor;

/// <summary><c>approvals doctor</c>: each thing that is not as it should be has its line, and what to do.</summary>
public sealed class DoctorTests : IAsyncLifetime
{
    private DoctorWorld _world = null!;

    public async ValueTask InitializeAsync() => _world = await DoctorWorld.StartAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Before_the_first_start_all_that_is_missing_is_what_the_gateway_makes()
    {
        var (code, lines) = await _world.LookAsync();

        Assert.Equal(ExitCode.Done, code);
        Assert.Equal(["data directory", "database"], lines.Where(line => line.StartsWith("warn", StringComparison.Ordinal)).Select(line => line[6..line.IndexOf(':', StringComparison.Ordinal)]));
        Assert.Contains("ok    configuration: is valid.", lines);
        Assert.Contains("ok    policies: 1 of them load: bank.", lines);
        Assert.Contains($"ok    upstream bank: answers at {_world.Bank.Url.Authority}.", lines);
        Assert.False(Directory.Exists(_world.DataDirectory));
    }

    [Fact]
    public async Task A_configuration_that_is_wrong_is_told_whole_and_nothing_else_is_looked_at()
    {
        _world.With("Messaging", new JsonObject { ["Transport"] = "Pigeon" }).With("Gatway", new JsonObject { ["Hold"] = "5s" });

        var (code, lines) = await _world.LookAsync();

        Assert.Equal(ExitCode.Failed, code);
        Assert.Equal(2, lines.Length);
        Assert.All(lines, line => Assert.StartsWith("FAIL  configuration: ", line));
        Assert.Contains(lines, line => line.Contains("Pigeon", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("did you mean 'Gateway'?", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_broken_policy_is_told_with_its_place()
    {
        _world.WithPolicy("""{"version":"1","tools":{"pay":{"action":"perhaps"}}}""");

        var (code, lines) = await _world.LookAsync();

        Assert.Equal(ExitCode.Failed, code);
        Assert.Matches("^FAIL  policies: .*bank\\.json.*perhaps.* \\(the gateway would not start\\)$", Assert.Single(lines, line => line.StartsWith("FAIL", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_upstream_that_is_not_there_is_told_with_where_it_was_looked_for()
    {
        _world.With("Upstreams", new JsonObject { ["bank"] = new JsonObject { ["Url"] = $"http://127.0.0.1:{ClosedPort()}/mcp" } });

        var (code, lines) = await _world.LookAsync();

        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains(lines, line => line.StartsWith("FAIL  upstream bank: no connection could be made at 127.0.0.1:", StringComparison.Ordinal) && line.Contains("Upstreams:bank:Url", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_upstream_that_says_nothing_is_waited_for_five_seconds()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        _world.With("Upstreams", new JsonObject { ["bank"] = new JsonObject { ["Url"] = $"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}/mcp" } });

        var looking = _world.LookAsync(clock);
        using var caller = await silent.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromSeconds(5));
        var (code, lines) = await looking;

        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains(lines, line => line.StartsWith("FAIL  upstream bank: did not greet at 127.0.0.1:", StringComparison.Ordinal) && line.Contains("within 5 s", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_session_that_was_opened_to_look_is_ended()
    {
        await using var world = await DoctorWorld.StartAsync(stateful: true);

        await world.LookAsync();

        Assert.Contains(world.Bank.Heard, request => request.StartsWith("POST ", StringComparison.Ordinal) && request.Contains("\"initialize\"", StringComparison.Ordinal));
        Assert.Contains(world.Bank.Heard, request => request.StartsWith("DELETE ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_broker_that_is_not_there_is_told_without_its_password()
    {
        _world.With("Messaging", new JsonObject { ["Transport"] = "RabbitMq", ["Url"] = $"amqp://carrier:hunter2@127.0.0.1:{ClosedPort()}/" });

        var (code, lines) = await _world.LookAsync();

        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains(lines, line => line.StartsWith("FAIL  messaging: RabbitMQ at 127.0.0.1:", StringComparison.Ordinal) && line.Contains("cannot be reached", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("hunter2", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "ok    identity provider: ")]
    [InlineData("somewhere/else", "FAIL  identity provider: ")]
    public async Task The_providers_discovery_document_is_read(string beneath, string expected)
    {
        await using var provider = await OidcServer.StartAsync();
        _world.With("Oidc", new JsonObject { ["Authority"] = provider.Authority + beneath, ["ClientId"] = "approvals", ["ClientSecret"] = "hunter2", ["RequireHttps"] = false });

        var (_, lines) = await _world.LookAsync();

        Assert.Contains(lines, line => line.StartsWith(expected, StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("hunter2", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead, "warn")]
    [InlineData(UnixFileMode.OtherWrite, "FAIL")]
    public async Task A_data_directory_that_others_can_use_is_told(UnixFileMode others, string outcome)
    {
        GiveOthers(others);

        var (_, lines) = await _world.LookAsync();

        Assert.Contains(lines, line => line.StartsWith($"{outcome}  data directory: ", StringComparison.Ordinal) && line.Contains("chmod 700", StringComparison.Ordinal));
        Assert.Empty(Directory.GetFileSystemEntries(_world.DataDirectory));
    }

    [Fact]
    public async Task Programs_read_one_object_a_line()
    {
        var (_, lines) = await _world.LookAsync(isJson: true);

        var checks = lines.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.All(checks, check => Assert.Contains(check.GetProperty("outcome").GetString(), new[] { "ok", "warn" }));
        Assert.Equal("configuration", checks[0].GetProperty("check").GetString());
        Assert.Equal("is valid.", checks[0].GetProperty("words").GetString());
    }

    private void GiveOthers(UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException();
        }

        Directory.CreateDirectory(_world.DataDirectory);
        File.SetUnixFileMode(_world.DataDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | mode);
    }

    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
