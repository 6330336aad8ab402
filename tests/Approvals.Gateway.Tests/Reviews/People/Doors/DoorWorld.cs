using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Approvals.Gateway.Grants;
using Approvals.Gateway.Reviews;
using Approvals.Gateway.Storage;
using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Live;
using Approvals.Policies;
using Approvals.Requests;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.Gateway.Tests.Reviews.People.Doors;

/// <summary>A whole gateway with everything switched on, and one person of each role.</summary>
internal sealed class DoorWorld : IAsyncDisposable
{
    public static readonly string[] People = ["nobody", "viewer", "policy_manager", "admin", "reviewer"];

    private readonly GatewayWorld gateway = new();
    private HttpClient http = null!;
    private int opened;

    public IServiceProvider Services => gateway.Services;

    public static async Task<DoorWorld> StartAsync()
    {
        var world = new DoorWorld();
        foreach (var role in People[1..])
        {
            world.gateway.WithSetting($"Reviewers:the-{role}", new JsonObject { ["Roles"] = new JsonArray(role), ["TokenSha256"] = TokenHash.Sha256Hex($"token-{role}") });
        }

        // Neither answers: nothing listens there.
        world.gateway.WithSetting("Slack", new JsonObject { ["BotToken"] = "xoxb-1", ["SigningSecret"] = "0123456789abcdef", ["Conversation"] = "C1", ["ApiUrl"] = "http://127.0.0.1:1/" });
        world.gateway.WithSetting("Oidc", new JsonObject { ["Authority"] = "http://127.0.0.1:1/", ["ClientId"] = "approvals", ["RequireHttps"] = false });
        await world.gateway.With("bank", new Uri("http://127.0.0.1:1/mcp"), """{"version":"1"}""").StartAsync();
        world.http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = world.gateway.Url };
        return world;
    }

    /// <summary>What a person gets at a door, for a request that nobody has touched.</summary>
    public async Task<(string Got, string RequestId)> TryAsync(DoorRow row, string person)
    {
        var id = await OpenAsync();
        var got = row.Route.StartsWith(DoorTable.Hub, StringComparison.Ordinal) ? await CallAsync(row.Pattern, id, person)
            : row.IsForPrograms ? await ByTokenAsync(row, id, person)
            : await ByCookieAsync(row, id, person);
        return (got, id);
    }

    public async Task<ApprovalRequest> ReadAsync(string id) => (await Services.GetRequiredService<ApprovalStore>().FindAsync(id, CancellationToken.None))!;

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await gateway.DisposeAsync();
    }

    private static string TokenOf(string person) => $"token-{person}";

    private static string AddressOf(DoorRow row, string id) =>
        row.Pattern.Replace("{id}", id, StringComparison.Ordinal).Replace(row.Named.Name, row.Named.Value, StringComparison.Ordinal);

    private async Task<string> OpenAsync()
    {
        var id = $"{++opened:x32}";
        var asked = new AskedCall(
            "bank", "http://127.0.0.1:1/mcp", "pay", """{"amount":1}""", "{}", "{}", $"grant-{opened}", $"owner-{opened}", "p", PageWorld.FingerprintOf(id), $"key-{id}", null, null, "2025-11-25");
        Assert.Null(await Services.GetRequiredService<ApprovalDesk>().OpenAsync(id, asked, new Ground("/tools/pay", "Moves money.", "bank", "1"), Terms.Default));
        return id;
    }

    private async Task<string> ByTokenAsync(DoorRow row, string id, string person)
    {
        using var request = new HttpRequestMessage(new HttpMethod(row.Method), AddressOf(row, id)) { Content = row.Body is { } body ? JsonContent.Create(body(id, PageWorld.FingerprintOf(id))) : null };
        request.Headers.Authorization = person == "nobody" ? null : new AuthenticationHeaderValue("Bearer", TokenOf(person));
        using var answer = await http.SendAsync(request);
        return $"{(int)answer.StatusCode}";
    }

    private async Task<string> ByCookieAsync(DoorRow row, string id, string person)
    {
        var browser = new PageBrowser(http);
        await browser.GetAsync("/sign-in");
        if (person != "nobody")
        {
            Assert.Equal(303, (await browser.PostAsync("/sign-in", new() { ["token"] = TokenOf(person) })).Status);
            await browser.GetAsync("/");
        }

        var answer = row.Method == "GET" ? await browser.GetAsync(AddressOf(row, id)) : await browser.PostAsync(AddressOf(row, id), row.Form!(id, PageWorld.FingerprintOf(id)));
        return answer.Location?.StartsWith("/sign-in", StringComparison.Ordinal) == true ? "out" : $"{answer.Status}";
    }

    private async Task<string> CallAsync(string method, string id, string person)
    {
        if (person == "nobody")
        {
            var refused = await Assert.ThrowsAnyAsync<HttpRequestException>(() => HubProgram.ConnectAsync(gateway.Url, "nobodys-token"));
            return $"{(int)refused.StatusCode!}";
        }

        await using var program = await HubProgram.ConnectAsync(gateway.Url, TokenOf(person));
        if (method == "Decide")
        {
            return (await program.DecideAsync(id, "approve")).GetProperty("status").GetRawText();
        }

        await program.Hub.InvokeAsync(method, id);
        return "200";
    }
}
