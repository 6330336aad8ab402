using System.Net;
using System.Net.WebSockets;
using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Live;

namespace Approvals.Gateway.Tests.Reviews.Live;

/// <summary>Who may open a live connection. Both steps are tried, because a connection can be opened without negotiating first.</summary>
public sealed class HubDoorTests : IAsyncLifetime
{
    private PageWorld world = null!;
    private PageBrowser bob = null!;

    public async ValueTask InitializeAsync()
    {
        world = await PageWorld.StartAsync();
        await world.ParkAsync();
        bob = await world.BrowserOfAsync("bob");
        await bob.GetAsync("/");
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Theory]
    [InlineData(null, 401)]
    [InlineData("Bearer token-nobody-has", 401)]
    [InlineData("token-bob", 401)]
    [InlineData("Bearer token-bob", 200)]
    [InlineData("Bearer token-vera", 200)]
    public Task A_program_needs_a_reviewers_token(string? authorization, int status) =>
        AnswersAsync(status, "", authorization is null ? [] : [("Authorization", authorization)]);

    [Theory]
    [InlineData("?access_token=token-bob", 200)]
    [InlineData("?access_token=token-nobody-has", 401)]
    public Task The_token_may_come_in_the_address(string query, int status) => AnswersAsync(status, query, []);

    [Fact]
    public Task A_wrong_token_is_not_made_good_by_a_cookie() =>
        AnswersAsync(401, $"?access_token=wrong&form_token={Uri.EscapeDataString(bob.FormToken!)}", [("Cookie", bob.CookieHeader), ("Origin", bob.Origin)]);

    [Fact]
    public Task The_page_comes_with_cookie_origin_and_form_token() => AnswersAsync(200, Token(), [("Cookie", bob.CookieHeader), ("Origin", bob.Origin)]);

    [Fact]
    public Task A_cookie_without_the_form_token_is_400() => AnswersAsync(400, "", [("Cookie", bob.CookieHeader), ("Origin", bob.Origin)]);

    [Fact]
    public async Task A_cookie_with_another_persons_form_token_is_400()
    {
        var carol = await world.BrowserOfAsync("carol");
        await carol.GetAsync("/");

        await AnswersAsync(400, $"?form_token={Uri.EscapeDataString(carol.FormToken!)}", [("Cookie", bob.CookieHeader), ("Origin", bob.Origin)]);
    }

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("null")]
    [InlineData(null)]
    public Task A_cookie_from_elsewhere_is_403(string? origin) =>
        AnswersAsync(403, Token(), origin is null ? [("Cookie", bob.CookieHeader)] : [("Cookie", bob.CookieHeader), ("Origin", origin)]);

    [Fact]
    public async Task A_sign_in_that_ended_opens_nothing()
    {
        var cookies = bob.CookieHeader;
        await bob.PostAsync("/sign-out", []);

        await AnswersAsync(401, Token(), [("Cookie", cookies), ("Origin", bob.Origin)]);
    }

    private string Token() => $"?form_token={Uri.EscapeDataString(bob.FormToken!)}";

    private async Task AnswersAsync(int status, string query, (string Name, string Value)[] headers)
    {
        Assert.Equal(status, await NegotiateAsync(query, headers));
        Assert.Equal(status == 200 ? 101 : status, await ConnectAsync(query, headers));
    }

    private async Task<int> NegotiateAsync(string query, (string Name, string Value)[] headers)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false });
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{HubProgram.AddressAt(world.Url)}/negotiate{query}");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return (int)(await http.SendAsync(request)).StatusCode;
    }

    private async Task<int> ConnectAsync(string query, (string Name, string Value)[] headers)
    {
        using var socket = new ClientWebSocket { Options = { CollectHttpResponseDetails = true } };
        foreach (var (name, value) in headers)
        {
            socket.Options.SetRequestHeader(name, value);
        }

        try
        {
            await socket.ConnectAsync(new UriBuilder(HubProgram.AddressAt(world.Url)) { Scheme = "ws", Query = query }.Uri, default);
        }
        catch (WebSocketException) when (socket.HttpStatusCode != HttpStatusCode.SwitchingProtocols)
        {
            // The status says why.
        }

        return (int)socket.HttpStatusCode;
    }
}
