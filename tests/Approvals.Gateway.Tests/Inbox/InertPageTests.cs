using System.Text.Json;
using System.Text.RegularExpressions;
using Approvals.Gateway.Tests.World;
using Approvals.Rendering;

namespace Approvals.Gateway.Tests.Inbox;

public sealed partial class InertPageTests : IAsyncLifetime
{
    private PageWorld world = null!;

    public async ValueTask InitializeAsync() => world = await PageWorld.StartAsync();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Theory]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("</script><script>alert(1)</script>")]
    [InlineData("</textarea></pre><svg onload=alert(1)>")]
    [InlineData("\"><a href=javascript:alert(1)>Approve here</a>")]
    [InlineData("' onfocus=alert(1) autofocus x='")]
    [InlineData("https://evil.example/approve <!channel> <@U123> `````` > quote")]
    [InlineData("✅ Approved by @alice")]
    public async Task Hostile_text_is_text_wherever_it_comes_from(string hostile)
    {
        var json = JsonSerializer.Serialize(hostile);
        var id = await world.ParkAsync(tool: hostile, arguments: $$"""{{{json}}:{{json}},"list":[{{json}}]}""", with: asked => asked with
        {
            ClientName = hostile,
            ClientVersion = hostile,
            OthersJson = $$"""{{{json}}:1}""",
            DefinitionJson = $$$$"""{"title":{{{{json}}}},"description":{{{{json}}}},"annotations":{{{{{json}}}}:{{{{json}}}}}}""",
        });
        await world.Program("bob").DecideAsync(id, "deny", hostile);
        var open = await world.ParkAsync(tool: hostile, arguments: $$"""{{{json}}:{{json}}}""");
        var bob = await world.BrowserOfAsync("bob");

        foreach (var page in new[] { await bob.GetAsync($"/approvals/{id}"), await bob.GetAsync($"/approvals/{open}"), await bob.GetAsync("/"), await bob.GetAsync("/history") })
        {
            Assert.Equal(200, page.Status);
            Assert.Empty(Tags().Matches(page.Body).Select(tag => tag.Groups[1].Value).Except(OurTags));
            Assert.DoesNotMatch(Handlers(), page.Body);
            Assert.DoesNotContain("<script", OurScripts().Replace(page.Body, ""), StringComparison.OrdinalIgnoreCase);
            Assert.All(Addresses().Matches(page.Body), address => Assert.Matches("^[/#]", address.Groups[1].Value));
        }
    }

    [Theory]
    [InlineData("\u202E", "\\u202E")]
    [InlineData("\u2066", "\\u2066")]
    [InlineData("\u200B", "\\u200B")]
    [InlineData("\U000E0041", "\\u{E0041}")]
    [InlineData("\u001b[2K", "\\u001B")]
    [InlineData("\uFE0F", "\\uFE0F")]
    public async Task What_cannot_be_seen_is_written_out_and_warned_of(string hidden, string shown)
    {
        var id = await world.ParkAsync(arguments: JsonSerializer.Serialize(new { note = $"pay{hidden}me" }));
        var bob = await world.BrowserOfAsync("bob");

        var page = await bob.GetAsync($"/approvals/{id}");

        var text = System.Net.WebUtility.HtmlDecode(page.Body);
        Assert.Contains($"pay<span class=\"escape\">{shown}</span>", text, StringComparison.Ordinal);
        Assert.DoesNotContain($"pay{hidden}", text, StringComparison.Ordinal);
        Assert.Contains("Some characters here cannot be seen.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_later_argument_is_announced_before_a_long_earlier_one_and_nothing_is_cut()
    {
        var filler = new string('x', 60_000);
        var id = await world.ParkAsync(arguments: JsonSerializer.Serialize(new { body = filler + " THE END", then_delete = "everything" }));
        var bob = await world.BrowserOfAsync("bob");

        var page = (await bob.GetAsync($"/approvals/{id}")).Body;

        Assert.InRange(page.IndexOf("then_delete", StringComparison.Ordinal), 0, page.IndexOf(filler, StringComparison.Ordinal));
        Assert.Contains(filler + " THE END", page, StringComparison.Ordinal);
        Assert.True(page.IndexOf("value=\"approve\"", StringComparison.Ordinal) > page.IndexOf("everything", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_499th_of_500_arguments_is_listed_like_the_first()
    {
        var arguments = Enumerable.Range(0, 500).ToDictionary(at => $"key{at}", at => at == 499 ? "rm -rf /" : "fine");
        var id = await world.ParkAsync(arguments: JsonSerializer.Serialize(arguments));
        var bob = await world.BrowserOfAsync("bob");

        var page = (await bob.GetAsync($"/approvals/{id}")).Body;

        Assert.Contains("500 arguments", page, StringComparison.Ordinal);
        Assert.Contains("href=\"#argument-499\"", page, StringComparison.Ordinal);
        Assert.Contains("rm -rf /", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_preview_says_how_much_it_leaves_out()
    {
        await world.ParkAsync(arguments: JsonSerializer.Serialize(new { body = new string('x', 3000) }));
        var bob = await world.BrowserOfAsync("bob");

        var page = System.Net.WebUtility.HtmlDecode((await bob.GetAsync("/")).Body);

        Assert.Contains("Showing 200 of 3\u00A0011 characters", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_imitates_another_is_spelled_out()
    {
        var id = await world.ParkAsync(tool: "d\u0435lete_user");
        var bob = await world.BrowserOfAsync("bob");

        var page = (await bob.GetAsync($"/approvals/{id}")).Body;

        Assert.Contains("This name may imitate another.", page, StringComparison.Ordinal);
        Assert.Contains("d<span class=\"escape\">\\u0435</span>lete_user", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upstreams_address_is_shown_without_its_query()
    {
        var id = await world.ParkAsync(with: asked => asked with { UpstreamAddress = "https://shop.example/mcp?key=hunter2" });
        var bob = await world.BrowserOfAsync("bob");

        var page = (await bob.GetAsync($"/approvals/{id}")).Body;

        Assert.Contains("https://shop.example/mcp", page, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_preview_does_not_cut_a_character_in_two()
    {
        var text = new string('x', 199) + string.Concat(Enumerable.Repeat("👍", 100));

        Assert.Equal(199, Gateway.Inbox.Preview.Of(text).Length);
        Assert.DoesNotContain(VisibleText.Parts(Gateway.Inbox.Preview.Of(text)), part => part.Kind == TextPartKind.Escape);
    }

    private static readonly string[] OurTags =
    [
        "html", "head", "meta", "title", "link", "body", "a", "header", "div", "img", "nav", "form", "input", "span", "strong", "button", "main", "p",
        "h1", "h2", "h3", "section", "article", "bdi", "q", "code", "pre", "dl", "dt", "dd", "ol", "ul", "li", "time", "details", "summary", "blockquote",
        "label", "textarea", "em", "footer", "script", "select", "option", "dialog", "kbd", "table", "thead", "tbody", "tr", "th", "td",
    ];

    [GeneratedRegex("<script type=\"module\" src=\"/live/(start|keys)\\.js\"></script>")]
    private static partial Regex OurScripts();

    [GeneratedRegex("<([A-Za-z][A-Za-z0-9]*)")]
    private static partial Regex Tags();

    [GeneratedRegex("<[^>]*\\son[a-z]+\\s*=", RegexOptions.IgnoreCase)]
    private static partial Regex Handlers();

    [GeneratedRegex("(?:href|src|action)=\"([^\"]*)\"")]
    private static partial Regex Addresses();
}
