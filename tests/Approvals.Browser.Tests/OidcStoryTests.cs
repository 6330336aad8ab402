using System.Text.Json.Nodes;
using Approvals.Browser.Tests.World;
using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Oidc;
using Microsoft.Playwright;

namespace Approvals.Browser.Tests;

/// <summary>Somebody whom only the identity provider knows, from the sign-in to the sign-out.</summary>
public sealed class OidcStoryTests(Chromium chromium) : IAsyncLifetime
{
    private const string Policy = """
        {"version":"1","tools":{"pay":{"action":"require_approval","reason":"Moves money.","approval":{"reviewers":["sre"]}}}}
        """;

    private readonly GatewayWorld world = new();
    private OidcServer provider = null!;
    private CountingUpstream bank = null!;

    public async ValueTask InitializeAsync()
    {
        provider = world.Outlive(await OidcServer.StartAsync());
        provider.Users["ana"] = new OidcUser("248289761001") { Email = "ana@example.com", Roles = ["approvals-reviewers"], Groups = ["/teams/sre"] };
        provider.Users["eve"] = new OidcUser("248289761002") { Email = "eve@example.com", Roles = ["accounting"] };
        bank = world.Own(await CountingUpstream.StartAsync());
        await world.With("bank", bank.Url, Policy).WithSetting("Oidc", new JsonObject
        {
            ["Authority"] = provider.Authority,
            ["ClientId"] = OidcServer.ClientId,
            ["ClientSecret"] = OidcServer.ClientSecret,
            ["RequireHttps"] = false,
            ["DisplayName"] = "Example Login",
            ["Roles"] = new JsonObject { ["approvals-reviewers"] = "reviewer" },
            ["Groups"] = new JsonObject { ["/teams/sre"] = "sre" },
            ["SignOutAtProvider"] = true,
        }).StartAsync();
        await provider.RegisterAsync(world.Url);
    }

    public ValueTask DisposeAsync() => chromium.LeaveAsync(world);

    [Fact]
    public async Task A_person_of_the_provider_signs_in_approves_a_waiting_call_and_signs_out_everywhere()
    {
        await using var agent = await Agent.ConnectAsync(world, "bank");
        var call = agent.CallsAsync("pay", new { amount = 900, to = "ACME" });
        await world.Reviewer(GatewayWorld.BobToken).SeesOneAsync();
        var page = await chromium.NewPageAsync(world.Url);

        await page.GotoAsync("/");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Sign in with Example Login" })).ToBeVisibleAsync();
        Assert.Empty(await Axe.FindAsync(page));
        await Chromium.Screenshot(page, "sign-in-oidc");
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in with Example Login" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "I am ana" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Signed in as oidc:ana@example.com")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "pay" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();

        Assert.False((await call).IsError);
        Assert.Equal(1, bank.CountOf("pay"));
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("oidc:ana@example.com");

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "You are signed out" })).ToBeVisibleAsync();
        // It went to the provider and came back from there: who comes again is asked who they are.
        await page.WaitForURLAsync(new System.Text.RegularExpressions.Regex("/signed-out$"));
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in again" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in with Example Login" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Who are you?" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Somebody_without_a_role_reads_where_the_gateway_looked()
    {
        var page = await chromium.NewPageAsync(world.Url, javaScript: false);
        await page.GotoAsync("/sign-in");
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in with Example Login" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "I am eve" }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("the claim roles of your id token and found accounting, none of which");
        await Chromium.Screenshot(page, "sign-in-refused");
        await page.GotoAsync("/");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
    }
}
