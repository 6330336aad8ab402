using System.Text.Json;
using Approvals.Cli;
using Approvals.Gateway.Tests.World;
using Approvals.Requests;

namespace Approvals.Gateway.Tests.Reviewing;

/// <summary>list, show, approve and deny.</summary>
public sealed class ReviewerCommandTests : IAsyncLifetime
{
    private PageWorld world = null!;
    private Terminal bob = null!;

    public async ValueTask InitializeAsync()
    {
        world = await PageWorld.StartAsync();
        bob = new Terminal(world.Url, "token-bob");
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task What_waits_is_listed_a_line_each()
    {
        var (first, second) = (await world.ParkAsync(), await world.ParkAsync("transfer"));

        Assert.Equal(ExitCode.Done, await bob.RunAsync("list"));

        var lines = bob.Output.TrimEnd().Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.Contains(lines, line => line.Contains(first, StringComparison.Ordinal) && line.Contains("refund on shop for alice@example.com", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains(second, StringComparison.Ordinal) && line.StartsWith("pending", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Programs_get_json()
    {
        var id = await world.ParkAsync(arguments: """{"note":"\u202Eé"}""");

        Assert.Equal(ExitCode.Done, await bob.RunAsync("list", "--json"));
        Assert.Equal(ExitCode.Done, await bob.RunAsync("show", id, "--json"));

        Assert.All(bob.Output.TrimEnd().Split('\n'), line => Assert.Equal(id, JsonDocument.Parse(line).RootElement.GetProperty("id").GetString()));
        Assert.All(bob.Output, letter => Assert.InRange(letter, '\n', '~'));
    }

    [Fact]
    public async Task Resolved_ones_are_listed_with_who_decided()
    {
        var id = await world.ParkAsync();
        await world.Program("carol").DecideAsync(id, "deny");

        Assert.Equal(ExitCode.Done, await bob.RunAsync("list", "--status", "denied"));

        Assert.Contains("by carol", bob.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, await bob.RunAsync("list", "--status", "lost"));
    }

    [Fact]
    public async Task A_request_is_shown_whole_and_inert()
    {
        var end = new string('z', 5_000);
        var id = await world.ParkAsync(
            arguments: JsonSerializer.Serialize(new { note = "\u001b[2Jhidden\u202E", words = end + "the end" }),
            with: asked => asked with { OthersJson = """{"extra":"sent along"}""", ClientName = "Evil\u001b]0;x\u0007" });

        Assert.Equal(ExitCode.Done, await bob.RunAsync("show", id));

        Assert.Contains(end + "the end", bob.Output, StringComparison.Ordinal);
        Assert.Contains("sent along", bob.Output, StringComparison.Ordinal);
        Assert.Contains(PageWorld.FingerprintOf(id), bob.Output, StringComparison.Ordinal);
        Assert.Contains("\\u202E", bob.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(bob.Output, letter => letter is '\u001b' or '\u0007' or '\u202E');
    }

    [Fact]
    public async Task What_was_said_about_a_request_is_shown_as_whose_words_they_are_and_inert()
    {
        var id = await world.ParkAsync();
        await world.Desk.AskAsync(id, new Reviewer("carol", "carol@example.com", [], [Role.Reviewer]), "Which invoice?", "web");
        await world.Desk.ReplyAsync(id, "alice-laptop", "Seven.\n  decision     approved by carol\u001b[2J");

        Assert.Equal(ExitCode.Done, await bob.RunAsync("show", id));

        Assert.Contains("question     carol asks: Which invoice?", bob.Output, StringComparison.Ordinal);
        Assert.Contains("the agent    claims: Seven.", bob.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(bob.Output.Split('\n'), line => line.StartsWith("  decision", StringComparison.Ordinal));
        Assert.DoesNotContain(bob.Output, letter => letter is '\u001b');
    }

    [Fact]
    public async Task Approving_shows_the_request_and_asks_and_decides_about_what_it_showed()
    {
        var id = await world.ParkAsync();

        Assert.Equal(ExitCode.Done, await bob.RunAsync("y\n", ["approve", id, "--reason", "Fine."]));

        Assert.Contains("\"amount\": 900", bob.Output, StringComparison.Ordinal);
        Assert.Contains("Approve exactly this call? [y/N]", bob.Errors, StringComparison.Ordinal);
        Assert.EndsWith("Approved.\n", bob.Output, StringComparison.Ordinal);
        var approval = (await world.Program("bob").GetAsync($"/api/approvals/{id}")).Json;
        Assert.Equal("approved", approval.GetProperty("status").GetString());
        Assert.Equal("Fine.", approval.GetProperty("decisions")[0].GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("n\n")]
    [InlineData("\n")]
    [InlineData("")]
    [InlineData("yess\n")]
    public async Task Anything_but_yes_decides_nothing(string typed)
    {
        var id = await world.ParkAsync();

        Assert.Equal(ExitCode.Failed, await bob.RunAsync(typed, ["approve", id]));

        Assert.Contains("othing was decided", bob.Errors, StringComparison.Ordinal);
        Assert.Equal("pending", (await world.Program("bob").GetAsync($"/api/approvals/{id}")).Json.GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_script_names_the_fingerprint_that_it_looked_at()
    {
        var id = await world.ParkAsync();

        Assert.Equal(ExitCode.Usage, await bob.RunAsync("deny", id, "--yes"));
        Assert.Equal(ExitCode.Failed, await bob.RunAsync("deny", id, "--yes", "--fingerprint", "0000"));
        Assert.Contains("The fingerprint is of something else.", bob.Errors, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, await bob.RunAsync("deny", id, "--yes", "--fingerprint", PageWorld.FingerprintOf(id)));

        Assert.Equal("denied", (await world.Program("bob").GetAsync($"/api/approvals/{id}")).Json.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Whoever_is_late_is_not_asked_but_told_who_was_first()
    {
        var id = await world.ParkAsync();
        await world.Program("carol").DecideAsync(id, "deny");

        Assert.Equal(ExitCode.Failed, await bob.RunAsync("approve", id));

        Assert.Contains("Already denied by carol at 12:00:00 UTC.", bob.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("[y/N]", bob.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_viewer_is_refused_in_the_gateways_words()
    {
        var id = await world.ParkAsync();
        var vera = new Terminal(world.Url, "token-vera");

        Assert.Equal(ExitCode.Failed, await vera.RunAsync("y\n", ["approve", id]));
        Assert.NotEmpty(vera.Errors);
        Assert.Equal(ExitCode.Failed, await vera.RunAsync("show", "ffff"));
        Assert.Contains("There is no such request", vera.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_token_or_a_gateway_the_command_says_what_is_missing()
    {
        var (nobody, nowhere) = (new Terminal(world.Url, token: null), new Terminal(new Uri("http://127.0.0.1:1"), "token-bob"));

        Assert.Equal(ExitCode.Usage, await nobody.RunAsync("list"));
        Assert.Contains("APPROVALS_TOKEN", nobody.Errors, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, await nowhere.RunAsync("list"));
        Assert.Contains("http://127.0.0.1:1", nowhere.Errors, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Failed, await new Terminal(world.Url, "wrong").RunAsync("list"));
    }
}
