using System.Text.Json;
using Approvals.Gateway.Tests.World;

namespace Approvals.Gateway.Tests.Scenarios;

/// <summary>Agents that others wrote, of both eras, behind the gateway.</summary>
public sealed class TypeScriptAgentTests : BankStories
{
    private protected override bool HasSessions => true;

    [Theory]
    [InlineData(TypeScriptSdk.V1)]
    [InlineData(TypeScriptSdk.V2)]
    public async Task An_agent_lists_and_calls_through_the_gateway_as_it_does_directly(TypeScriptSdk sdk)
    {
        await using var through = await ConnectAsync(sdk);
        await using var direct = TypeScriptClient.Start(sdk);
        var directly = await direct.ConnectAsync(Bank.Url);

        Assert.Equal(directly.Server.GetRawText(), through.Connection.Server.GetRawText());
        Assert.Equal(directly.Version, through.Connection.Version);
        Assert.Equal(directly.SessionId is null, through.Connection.SessionId is null);
        Assert.Equal(Texts(await direct.ListToolsAsync()), Texts(await through.Client.ListToolsAsync()));
        Assert.Equal(
            (await direct.CallAsync("look", new { at = "Zoë", n = 1.5 })).GetRawText(),
            (await through.Client.CallAsync("look", new { at = "Zoë", n = 1.5 })).GetRawText());
    }

    [Theory]
    [InlineData(TypeScriptSdk.V1)]
    [InlineData(TypeScriptSdk.V2)]
    public async Task A_held_call_is_released_by_the_api(TypeScriptSdk sdk)
    {
        await using var alice = await ConnectAsync(sdk);
        var call = alice.Client.Begin("pay", new { amount = 900 });

        var waits = await Bob.SeesOneAsync();
        Assert.Equal("alices-tool", waits.GetProperty("client").GetProperty("name").GetString());
        await Bob.ApproveAsync(waits);

        Assert.Equal("""pay {"amount":900}""", TextOf(await call.Result));
        Assert.Equal(1, Bank.CountOf("pay"));
    }

    [Theory]
    [InlineData(TypeScriptSdk.V1)]
    [InlineData(TypeScriptSdk.V2)]
    public async Task A_denied_call_reads_as_the_contract_says(TypeScriptSdk sdk)
    {
        await using var alice = await ConnectAsync(sdk);
        var call = alice.Client.Begin("pay");

        await Bob.DenyAsync(await Bob.SeesOneAsync(), "No.");

        var result = await call.Result;
        Assert.Equal("[APPROVAL DENIED] bob denied this call: No. Do not try it again.", TextOf(result));
        Assert.True(result.GetProperty("isError").GetBoolean());
        Assert.Equal("approval_denied", result.GetProperty("_meta").GetProperty("approvals/outcome").GetProperty("code").GetString());
    }

    [Theory]
    [InlineData(TypeScriptSdk.V1)]
    [InlineData(TypeScriptSdk.V2)]
    public async Task A_call_that_timed_out_and_is_made_again_attaches(TypeScriptSdk sdk)
    {
        await using var alice = await ConnectAsync(sdk);
        var first = alice.Client.Begin("pay", options: new() { Timeout = 1500 });
        var waits = await Bob.SeesOneAsync();
        await Assert.ThrowsAsync<TypeScriptClientException>(() => first.Result);
        await World.SeesEveryCallerGoneAsync();

        var again = alice.Client.Begin("pay");
        await World.SeesCallersAsync(1);
        Assert.Equal(IdOf(waits), IdOf(await Bob.SeesOneAsync()));
        await Bob.ApproveAsync(waits);

        Assert.Equal("pay {}", TextOf(await again.Result));
        Assert.Equal(1, Bank.CountOf("pay"));
    }

    [Theory]
    [InlineData(TypeScriptSdk.V1)]
    [InlineData(TypeScriptSdk.V2)]
    public async Task An_agent_that_crashed_finds_its_approved_call_when_it_is_back(TypeScriptSdk sdk)
    {
        await using var before = await ConnectAsync(sdk);
        var lost = before.Client.Begin("pay");
        var waits = await Bob.SeesOneAsync();
        before.Client.Kill();
        await Assert.ThrowsAsync<IOException>(() => lost.Result);
        await World.SeesEveryCallerGoneAsync();
        await Bob.ApproveAsync(waits);

        await using var alice = await ConnectAsync(sdk);
        var result = await alice.Client.CallAsync("pay");

        Assert.Equal("pay {}", TextOf(result));
        Assert.Equal("completed", await OutcomeOfAsync(waits));
        Assert.Equal(1, Bank.CountOf("pay"));
    }

    private async Task<Connected> ConnectAsync(TypeScriptSdk sdk)
    {
        var client = TypeScriptClient.Start(sdk);
        return new Connected(client, await client.ConnectAsync(new Uri(World.Url, "/mcp/bank"), GatewayWorld.AliceToken, "alices-tool"));
    }

    private static string? TextOf(JsonElement result) => result.GetProperty("content")[0].GetProperty("text").GetString();

    private static IEnumerable<string> Texts(IEnumerable<JsonElement> elements) => elements.Select(element => element.GetRawText());

    private sealed record Connected(TypeScriptClient Client, TypeScriptConnection Connection) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Client.DisposeAsync();
    }
}
