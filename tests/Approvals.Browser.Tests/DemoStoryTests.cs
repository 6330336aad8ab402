using System.Text.RegularExpressions;
using Approvals.Browser.Tests.World;
using Approvals.Cli;
using Approvals.Gateway;
using Approvals.Gateway.Tests.World;
using Microsoft.Playwright;

namespace Approvals.Browser.Tests;

/// <summary>The README's first minute: the gateway with nothing configured, the demo agent, and a person with the link of the console.</summary>
public sealed class DemoStoryTests(Chromium chromium) : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("approvals-demo-").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public async Task A_newcomer_sees_the_whole_story()
    {
        await using var gateway = ProgramProcess.Start(typeof(GatewayApp), _home, "--urls", "http://127.0.0.1:0");
        var link = await gateway.SeesAsync(output => Regex.Match(output, @"http\S+/sign-in\?code=\S+") is { Success: true } found ? found.Value : null);
        await gateway.SaysAsync("claude mcp add --transport http approvals-demo http://127.0.0.1:");
        await using var agent = ProgramProcess.Start(typeof(ExitCode), _home, "demo");
        // The log speaks when the request is there; the agent already when it calls.
        await gateway.SaysAsync("waits for a person: http");

        var page = await chromium.NewPageAsync(javaScript: false);
        await page.GotoAsync(link);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in as local" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "create_access_key" }).First.ClickAsync();
        await Chromium.Screenshot(page, "demo-request");
        await page.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();

        Assert.Equal(0, await agent.EndsAsync());
        Assert.Contains("[RATE LIMITED]", agent.Output);
        Assert.Contains("[POLICY DENIED]", agent.Output);
        Assert.Contains("AKIADEMO", agent.Output);

        // The link is spent.
        var second = await chromium.NewPageAsync(javaScript: false);
        await second.GotoAsync(link);
        await second.GetByRole(AriaRole.Button, new() { Name = "Sign in as local" }).ClickAsync();
        await Assertions.Expect(second.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
    }
}
