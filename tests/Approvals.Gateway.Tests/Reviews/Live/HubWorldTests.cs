using System.Net;
using System.Net.WebSockets;
using Approvals.Gateway.Storage;
using Approvals.Gateway.Tests.Scenarios;
using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Live;
using Approvals.Requests;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.Gateway.Tests.Reviews.Live;

/// <summary>The hub in the whole gateway.</summary>
public sealed class HubWorldTests : BankStories
{
    private protected override void Arrange(GatewayWorld world) => world.WithSetting("Logging:LogLevel:Default", "Trace")
        .WithSetting("Logging:LogLevel:Microsoft.AspNetCore", "Trace").WithSetting("Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics", "Trace");

    [Fact]
    public async Task A_call_is_told_from_its_beginning_to_its_outcome()
    {
        await using var bob = await HubProgram.ConnectAsync(World.Url, GatewayWorld.BobToken);
        await using var alice = await AliceAsync(Agent.Modern);
        var call = alice.CallsAsync("pay");

        var summary = await bob.HearsOfAsync("pending");
        await bob.DecideAsync(summary.GetProperty("id").GetString()!, "approve", null, summary.GetProperty("fingerprint").GetString());

        Assert.False((await call).IsError);
        while ((await bob.HearsOfAsync("approved")).GetProperty("outcome").GetString() != "completed")
        {
        }
    }

    [Fact]
    public async Task What_another_replica_did_is_heard_over_the_bus()
    {
        await using var bob = await HubProgram.ConnectAsync(World.Url, GatewayWorld.BobToken);
        await using var alice = await AliceAsync(Agent.Modern);
        var call = alice.CallsAsync("pay");
        var id = (await bob.HearsOfAsync("pending")).GetProperty("id").GetString()!;

        // As another replica writes it: past this one's desk.
        await World.Services.GetRequiredService<ApprovalStore>().ChangeAsync(id, request =>
        {
            request.Decide(new Reviewer("bob", null, ["sre"], [Role.Reviewer]), Choice.Deny, null, request.Asked.Fingerprint, "web", request.CreatedAt.AddSeconds(1), TimeSpan.FromMinutes(1));
            return new Change<string>("", new AuditRow { At = request.CreatedAt, Kind = "decision.recorded", RequestId = id, Actor = "bob", DetailJson = "{}" }, OutboxKind.Resolved);
        });

        await bob.HearsOfAsync("denied");
        Assert.Equal("approval_denied", (await call).Code);
    }

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("null")]
    public async Task Another_sites_page_reaches_it_with_no_token_at_all(string origin)
    {
        using var http = World.Http(GatewayWorld.BobToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/hubs/approvals/negotiate") { Headers = { { "Origin", origin } } };
        Assert.Equal(HttpStatusCode.Forbidden, (await http.SendAsync(request)).StatusCode);

        using var socket = new ClientWebSocket { Options = { CollectHttpResponseDetails = true } };
        socket.Options.SetRequestHeader("Origin", origin);
        socket.Options.SetRequestHeader("Authorization", $"Bearer {GatewayWorld.BobToken}");
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(new UriBuilder(HubProgram.AddressAt(World.Url)) { Scheme = "ws" }.Uri, default));
        Assert.Equal(HttpStatusCode.Forbidden, socket.HttpStatusCode);
    }

    [Fact]
    public async Task Tokens_in_the_address_are_in_no_log()
    {
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(
            new UriBuilder(HubProgram.AddressAt(World.Url)) { Scheme = "ws", Query = $"?access_token={GatewayWorld.BobToken}&form_token=form-secret" }.Uri, default);
        using var http = World.Http();
        await http.PostAsync($"/hubs/approvals/negotiate?access_token={GatewayWorld.BobToken}&form_token=form-secret", null);

        Assert.Contains(World.Log.Lines, line => line.Text.Contains("/hubs/approvals", StringComparison.Ordinal));
        Assert.DoesNotContain(World.Log.Lines, line => line.Text.Contains(GatewayWorld.BobToken, StringComparison.Ordinal) || line.Text.Contains("form-secret", StringComparison.Ordinal));
    }
}
