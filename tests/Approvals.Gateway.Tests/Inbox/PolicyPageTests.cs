using Approvals.Gateway.Tests.World;

namespace Approvals.Gateway.Tests.Inbox;

public sealed class PolicyPageTests : IAsyncLifetime
{
    private PageWorld world = null!;

    public async ValueTask InitializeAsync() => world = await PageWorld.StartAsync();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Theory]
    [InlineData("/policies")]
    [InlineData("/policies/demo")]
    public async Task Whoever_has_a_role_sees_policies_and_nobody_else(string address)
    {
        Assert.Equal(200, (await (await world.BrowserOfAsync("vera")).GetAsync(address)).Status);
        Assert.Equal(404, (await (await world.BrowserOfAsync("nobody")).GetAsync(address)).Status);
        var stranger = await world.Browser().GetAsync(address);
        Assert.Equal(303, stranger.Status);
        Assert.Equal($"/sign-in?returnUrl={Uri.EscapeDataString(address)}", stranger.Header("Location"));
    }

    [Theory]
    [InlineData("/policies/none")]
    [InlineData("/policies/demo?version=0000000000000000")]
    public async Task What_is_not_there_is_said_to_be_not_there(string address) =>
        Assert.Equal(404, (await (await world.BrowserOfAsync("bob")).GetAsync(address)).Status);

    [Fact]
    public async Task A_policy_is_listed_with_those_whom_it_judges()
    {
        var page = await (await world.BrowserOfAsync("bob")).GetAsync("/policies");

        Assert.Contains("judges alice-laptop on shop", page.Body, StringComparison.Ordinal);
        Assert.Contains("href=\"/policies/demo\"", page.Body, StringComparison.Ordinal);
    }
}
