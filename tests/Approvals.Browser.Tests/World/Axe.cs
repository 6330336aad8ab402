using System.Text.Json;
using Approvals.Gateway.Tests.World;
using Microsoft.Playwright;

namespace Approvals.Browser.Tests.World;

/// <summary>Deque's checker for accessibility, run in the page. It is let in by the browser, so the page's own policy stays as it is.</summary>
internal static class Axe
{
    private static readonly string Source = Repository.PathOf("tests", "clients", "node_modules", "axe-core", "axe.min.js");

    /// <summary>What it finds wrong with the page as it is shown, each with the rule and the place.</summary>
    public static Task<IReadOnlyList<string>> FindAsync(IPage page) => FindAsync(page, "{}");

    /// <summary>What of it can hardly be read in the colours that it has now.</summary>
    public static Task<IReadOnlyList<string>> FindPaleAsync(IPage page) => FindAsync(page, "{ runOnly: ['color-contrast'] }");

    private static async Task<IReadOnlyList<string>> FindAsync(IPage page, string options)
    {
        Assert.True(File.Exists(Source), $"There is no {Source}: run `npm ci` in tests/clients (infra/test.sh does).");
        await page.EvaluateAsync(await File.ReadAllTextAsync(Source));
        var violations = await page.EvaluateAsync<JsonElement>($$"""
            async () => (await axe.run(document, {{options}})).violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${rule.help}: ${node.html.slice(0, 200)} ${node.any.map(check => check.message).join(" ")}`))
            """);
        return [.. violations.EnumerateArray().Select(violation => violation.GetString()!)];
    }
}
