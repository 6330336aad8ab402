using System.Text.Json;
using Approvals.Gateway.Inbox.History;
using Approvals.Gateway.Storage;
using Approvals.Gateway.Tests.World;
using Microsoft.EntityFrameworkCore;

namespace Approvals.Gateway.Tests.Inbox.History;

public sealed class HistoryExportTests : IAsyncLifetime
{
    private PageWorld world = null!;

    public async ValueTask InitializeAsync() => world = await PageWorld.StartAsync();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("a=1", "a=1")]
    [InlineData("a,\"b\"\nc", "\"a,\"\"b\"\"\nc\"")]
    [InlineData("=HYPERLINK(\"http://evil\",\"x\")", "\"'=HYPERLINK(\"\"http://evil\"\",\"\"x\"\")\"")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void A_cell_is_text_to_a_spreadsheet(string? text, string cell) => Assert.Equal($"x,{cell}\r\n", CsvText.LineOf(["x", text]));

    [Fact]
    public async Task A_spreadsheet_gets_every_field_and_no_formula()
    {
        var id = await world.ParkAsync("=cmd|calc", """{"amount":900,"to":"ACME, Inc."}""", with: asked => asked with { Owner = "@owner" });
        await world.Program("bob").DecideAsync(id, "deny", "-1 for this");

        var file = await (await world.BrowserOfAsync("bob")).GetAsync("/history.csv");

        Assert.Equal("text/csv", file.Message.Content.Headers.ContentType?.MediaType);
        Assert.Equal("attachment; filename=history.csv", file.Header("Content-Disposition"));
        Assert.Equal("no-store", file.Header("Cache-Control"));
        var lines = file.Body.Split("\r\n");
        Assert.StartsWith("id,status,outcome,tool,", lines[0], StringComparison.Ordinal);
        Assert.Equal(
            $"{id},denied,,'=cmd|calc,shop,alice-laptop,'@owner,Some Agent,/tools/=cmd|calc,shop,0123abcd,2026-11-22T12:00:00.000Z,2026-11-22T12:00:00.000Z,,"
            + $"bob deny,'-1 for this,,{PageWorld.FingerprintOf(id)},\"{{\"\"amount\"\":900,\"\"to\"\":\"\"ACME, Inc.\"\"}}\"",
            lines[1]);
        Assert.Equal("", lines[2]);
    }

    [Fact]
    public async Task Who_took_what_away_is_in_the_audit()
    {
        await (await world.BrowserOfAsync("bob")).GetAsync("/history.csv?tool=pay&status=denied&nothing=1");
        await world.Browser().GetAsync("/history.ndjson");

        await using var database = await world.Get<IDbContextFactory<ApprovalsDb>>().CreateDbContextAsync();
        var row = await database.Audit.SingleAsync(row => row.Kind == "history.exported");
        Assert.Equal(("bob", """{"what":"/history.csv?tool=pay\u0026status=denied"}"""), (row.Actor, row.DetailJson));
    }

    [Fact]
    public async Task A_file_is_as_long_as_the_history()
    {
        const int Many = 450;
        for (var at = 0; at < Many; at++)
        {
            await world.WithdrawAsync(await world.ParkAsync(), "alice");
            world.Clock.Advance(TimeSpan.FromSeconds(at % 10 == 0 ? 30 : 0));
        }

        var browser = await world.BrowserOfAsync("bob");
        var lines = (await browser.GetAsync("/history.ndjson")).Body.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(Many, lines.Length);
        Assert.Equal(Many, lines.Select(line => JsonSerializer.Deserialize<JsonElement>(line).GetProperty("id").GetString()).Distinct().Count());
    }

    [Theory]
    [InlineData("bob", true)]
    [InlineData("vera", false)]
    public async Task Secrets_are_in_it_only_for_those_who_may_see_them(string person, bool isShown)
    {
        await world.WithdrawAsync(await world.ParkAsync(arguments: """{"password":"hunter2"}"""), "alice");
        var browser = await world.BrowserOfAsync(person);

        foreach (var address in new[] { "/history.csv", "/history.ndjson" })
        {
            Assert.Equal(isShown, (await browser.GetAsync(address)).Body.Contains("hunter2", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Nobody_else_gets_anything()
    {
        await world.WithdrawAsync(await world.ParkAsync(), "alice");

        Assert.Equal("", (await (await world.BrowserOfAsync("nobody")).GetAsync("/history.ndjson")).Body);
        Assert.Equal((303, "/sign-in?returnUrl=%2Fhistory.csv%3Ftool%3Dx"), await world.Browser().GetAsync("/history.csv?tool=x") is var stranger ? (stranger.Status, stranger.Location) : default);
    }
}
