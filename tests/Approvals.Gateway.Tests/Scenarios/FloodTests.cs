using System.Net.Sockets;
using System.Text;
using Approvals.Gateway.Storage;
using Approvals.Gateway.Tests.World;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.Gateway.Tests.Scenarios;

/// <summary>A flood ends at the door, and nobody else gets wet.</summary>
public sealed class FloodTests : IAsyncLifetime
{
    private readonly GatewayWorld _world = new();
    private CountingUpstream _bank = null!;
    private ReviewerAgent _bob = null!;

    public async ValueTask InitializeAsync() => _bank = _world.Own(await CountingUpstream.StartAsync());

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Theory]
    [InlineData("Gateway:MaxPendingPerGrant")]
    [InlineData("Gateway:MaxPendingPerOwner")]
    [InlineData("Gateway:MaxOpenedPerMinutePerGrant")]
    [InlineData("Gateway:MaxOpenedPerMinutePerOwner")]
    public async Task A_flood_of_one_grant_does_not_stop_another(string cap)
    {
        await StartAsync((cap, 3));
        await using var alice = await Agent.ConnectAsync(_world, "bank");
        await using var eve = await Agent.ConnectAsync(_world, "bank", GatewayWorld.EveToken);
        using var leaves = new CancellationTokenSource();

        var flood = Enumerable.Range(0, 40).Select(number => alice.CallsAsync("pay", new { number }, stop: leaves.Token)).ToList();
        var refused = new List<ToolAnswer>();
        while (refused.Count < 37)
        {
            var done = await Task.WhenAny(flood);
            flood.Remove(done);
            refused.Add(await done);
        }

        Assert.All(refused, answer => Assert.Equal("too_many_pending", answer.Code));
        Assert.All(refused, answer => Assert.StartsWith("[TOO MANY PENDING]", answer.Text, StringComparison.Ordinal));
        Assert.All(refused, answer => Assert.InRange(answer.Outcome!.Value.GetProperty("retryAfterSeconds").GetInt32(), 1, 60));
        var call = eve.CallsAsync("pay", new { mine = true });
        var waits = await _bob.SeesPendingAsync(4);
        await _bob.ApproveAsync(Assert.Single(waits, one => one.GetProperty("grant").GetString() == "eve"));
        Assert.Equal("""pay {"mine":true}""", (await call).Text);
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(flood));
    }

    [Fact]
    public async Task What_waits_holds_no_more_than_it_may()
    {
        await StartAsync(("Gateway:MaxPendingBytesPerGrant", 4_096));
        await using var alice = await Agent.ConnectAsync(_world, "bank");
        using var leaves = new CancellationTokenSource();
        var first = alice.CallsAsync("pay", new { text = new string('a', 2_500) }, stop: leaves.Token);
        await _bob.SeesOneAsync();

        var second = await alice.CallsAsync("pay", new { text = new string('b', 2_500) });
        Assert.Equal("too_many_pending", second.Code);
        Assert.InRange(second.Outcome!.Value.GetProperty("retryAfterSeconds").GetInt32(), 1, 60);
        var never = await alice.CallsAsync("pay", new { text = new string('c', 5_000) });
        Assert.Equal("too_many_pending", never.Code);
        Assert.False(never.Outcome!.Value.TryGetProperty("retryAfterSeconds", out _));
        Assert.Equal(1, (await _bob.ListAsync()).GetArrayLength());
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
    }

    [Fact]
    public async Task One_held_call_too_many_is_refused_at_once_and_there_is_room_when_a_caller_leaves()
    {
        await StartAsync(("Gateway:MaxParkedCalls", 2));
        await using var alice = await Agent.ConnectAsync(_world, "bank");
        using var leaves = new CancellationTokenSource();
        var first = alice.CallsAsync("pay", new { number = 1 });
        var second = alice.CallsAsync("pay", new { number = 2 }, stop: leaves.Token);
        await _bob.SeesPendingAsync(2);

        var third = await alice.CallsAsync("pay", new { number = 3 });
        Assert.Equal("too_many_pending", third.Code);
        Assert.Equal(10, third.Outcome!.Value.GetProperty("retryAfterSeconds").GetInt32());
        Assert.Equal(2, (await _bob.ListAsync()).GetArrayLength());

        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        await _world.SeesCallersAsync(1);
        var again = alice.CallsAsync("pay", new { number = 3 });
        while (await Task.WhenAny(again, _bob.SeesPendingAsync(3)) == again)
        {
            // The seat is free a moment after the caller is gone.
            Assert.Equal("too_many_pending", (await again).Code);
            again = alice.CallsAsync("pay", new { number = 3 });
        }

        await _bob.ApproveAsync((await _bob.SeesPendingAsync(3)).Single(one => one.GetProperty("arguments").GetProperty("number").GetInt32() == 3));
        Assert.Equal("""pay {"number":3}""", (await again).Text);
        Assert.False(first.IsCompleted);
    }

    [Fact]
    public async Task Calls_that_cannot_be_recorded_do_not_run()
    {
        await StartAsync(("Gateway:AuditBacklog", 2));
        await using var alice = await Agent.ConnectAsync(_world, "bank");
        var away = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var held = _world.Services.GetRequiredService<WriteQueue>().RunAsync(_ => away.Task);

        Assert.False((await alice.CallsAsync("look")).IsError);
        Assert.Equal("policy_denied", (await alice.CallsAsync("hidden")).Code);
        Assert.Equal("gateway_unavailable", (await alice.CallsAsync("look")).Code);
        Assert.Equal("gateway_unavailable", (await alice.CallsAsync("hidden")).Code);
        Assert.Equal(1, _bank.CountOf("look"));

        away.SetResult(true);
        await held;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((await alice.CallsAsync("look")).IsError)
        {
            limit.Token.ThrowIfCancellationRequested();
        }
    }

    [Fact]
    public async Task One_connection_too_many_hears_at_once_when_to_come_back_and_the_others_are_served()
    {
        await StartAsync(("Gateway:MaxConnections", 8));
        var sockets = new List<TcpClient>();
        try
        {
            for (var number = 0; number < 8; number++)
            {
                Assert.StartsWith("HTTP/1.1 200 ", await AskAsync(await ConnectAsync(sockets)), StringComparison.Ordinal);
            }

            var ninth = await AskAsync(await ConnectAsync(sockets));
            Assert.StartsWith("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\n", ninth, StringComparison.Ordinal);
            Assert.Contains("too_many_connections", ninth, StringComparison.Ordinal);
            Assert.StartsWith("HTTP/1.1 200 ", await AskAsync(sockets[0]), StringComparison.Ordinal);

            sockets[1].Dispose();
            while (!(await AskAsync(await ConnectAsync(sockets))).StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal))
            {
                Assert.InRange(sockets.Count, 0, 1_000);
            }
        }
        finally
        {
            sockets.ForEach(socket => socket.Dispose());
        }
    }

    private async Task StartAsync(params (string Key, int Value)[] settings)
    {
        foreach (var (key, value) in settings)
        {
            _world.WithSetting(key, value);
        }

        await _world.With("bank", _bank.Url, """{"version":"1","default":"deny","tools":{"look":{},"pay":{"action":"require_approval"}}}""").StartAsync();
        _bob = _world.Reviewer(GatewayWorld.BobToken);
    }

    private async Task<TcpClient> ConnectAsync(List<TcpClient> sockets)
    {
        var socket = new TcpClient();
        sockets.Add(socket);
        await socket.ConnectAsync(_world.Url.Host, _world.Url.Port);
        return socket;
    }

    // What comes back first, which is all of it; nothing if it is closed without a word.
    private static async Task<string> AskAsync(TcpClient socket)
    {
        try
        {
            await socket.GetStream().WriteAsync("GET /healthz/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"u8.ToArray());
            var answer = new byte[4_096];
            return Encoding.ASCII.GetString(answer, 0, await socket.GetStream().ReadAsync(answer));
        }
        catch (IOException)
        {
            return "";
        }
    }
}
