using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Approvals.Browser.Tests.World.Chromium))]

namespace Approvals.Browser.Tests.World;

/// <summary>The browser against a page that is not ours: what fails here is the machine, not the product.</summary>
public sealed class ChromiumTests(Chromium chromium)
{
    private const string Page = """
        <!doctype html><title>Asked</title>
        <form method="post"><button>Approve</button></form>
        """;

    [Fact]
    public async Task A_click_reaches_a_server_and_the_page_can_be_looked_at()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        await using var server = builder.Build();
        server.MapGet("/", () => Results.Content(Page, "text/html"));
        server.MapPost("/", () => Results.Content("<!doctype html><title>Done</title><h1>Approved</h1>", "text/html"));
        await server.StartAsync();
        var page = await chromium.NewPageAsync(new Uri(server.Urls.Single()), javaScript: false);

        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        var heading = await page.GetByRole(AriaRole.Heading).TextContentAsync();
        var picture = await Chromium.Screenshot(page, "smoke");

        Assert.Equal("Approved", heading);
        Assert.True(new FileInfo(picture).Length > 1000);
    }
}
