using System.Net;
using Approvals.Gateway.Calls;
using Approvals.Gateway.Reviews;
using Approvals.Gateway.Reviews.Live;
using Approvals.Gateway.Reviews.Stories;
using Approvals.Gateway.Storage;
using Approvals.Gateway.Tests.World;
using Approvals.Policies;
using Approvals.Requests;

namespace Approvals.Gateway.Tests.Inbox;

/// <summary>What came back for a released call, on the page and in the API.</summary>
public sealed class ResultTests : IAsyncLifetime
{
    private const string Refunded = """{"result":{"content":[{"type":"text","text":"refunded with hunter2"}],"structuredContent":{"receipt":"R-77","apiKey":"k-123"}}}""";

    private PageWorld world = null!;

    public async ValueTask InitializeAsync() => world = await PageWorld.StartAsync();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task A_reviewer_sees_what_the_agent_got()
    {
        var id = await RunAsync(Refunded);

        var page = WebUtility.HtmlDecode((await ShownToAsync("bob", id)).Body);
        Assert.Contains("What its agent got", page, StringComparison.Ordinal);
        Assert.Contains("refunded with hunter2", page, StringComparison.Ordinal);
        Assert.Contains("R-77", page, StringComparison.Ordinal);
        var result = (await world.Program("bob").GetAsync($"/api/approvals/{id}")).Json.GetProperty("result");
        Assert.Equal("R-77", result.GetProperty("answer").GetProperty("structuredContent").GetProperty("receipt").GetString());
        Assert.Equal((0, false, "upstream"), (result.GetProperty("left").GetInt32(), result.GetProperty("isError").GetBoolean(), result.GetProperty("by").GetString()));
    }

    [Fact]
    public async Task Whoever_may_not_see_secrets_sees_no_text_of_it_and_no_secret_member()
    {
        var id = await RunAsync(Refunded);

        var api = (await world.Program("vera").GetAsync($"/api/approvals/{id}")).Json.GetProperty("result").GetProperty("answer");
        Assert.Equal("""{"type":"text","text":"•••• (21 characters)"}""", api.GetProperty("content")[0].GetRawText());
        Assert.Equal("R-77", api.GetProperty("structuredContent").GetProperty("receipt").GetString());
        foreach (var shown in new[] { (await ShownToAsync("vera", id)).Body, api.GetRawText() })
        {
            Assert.Contains("R-77", shown, StringComparison.Ordinal);
            Assert.DoesNotContain("hunter2", shown, StringComparison.Ordinal);
            Assert.DoesNotContain("k-123", shown, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task More_than_64_KiB_is_cut_and_said_to_be()
    {
        // An odd number of characters stands before the first pair, so that the cut would fall into one.
        var result = $$"""{"content":[{"type":"text","text":"{{string.Concat(Enumerable.Repeat("😀", 40_000))}}"}]}""";
        var id = await RunAsync($$"""{"result":{{result}}}""");

        var api = (await world.Program("bob").GetAsync($"/api/approvals/{id}")).Json.GetProperty("result");
        var shown = api.GetProperty("answer").GetString()!;
        Assert.Equal((ResultView.Most - 1, result.Length), (shown.Length, shown.Length + api.GetProperty("left").GetInt32()));
        Assert.StartsWith(shown, result, StringComparison.Ordinal);
        Assert.Contains("This is not all of it.", (await ShownToAsync("bob", id)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_gateways_own_words_are_said_to_be_its_own()
    {
        var id = await RunAsync(CallJson.Answer(CallResults.UpstreamUnavailable("/tools/refund", "its upstream answered 404"), isModern: false), Outcome.Failed);

        var result = (await world.Program("bob").GetAsync($"/api/approvals/{id}")).Json.GetProperty("result");
        Assert.Equal(("gateway", true), (result.GetProperty("by").GetString(), result.GetProperty("isError").GetBoolean()));
        Assert.Contains("these are the gateway's words", WebUtility.HtmlDecode((await ShownToAsync("bob", id)).Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_is_shown_as_one()
    {
        var id = await RunAsync("""{"error":{"code":-32000,"message":"No such order."}}""", Outcome.Failed);

        var result = (await world.Program("bob").GetAsync($"/api/approvals/{id}")).Json.GetProperty("result");
        Assert.Equal(("upstream", true), (result.GetProperty("by").GetString(), result.GetProperty("isError").GetBoolean()));
        var page = (await ShownToAsync("bob", id)).Body;
        Assert.Contains("It is an error.", page, StringComparison.Ordinal);
        Assert.Contains("No such order.", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_markup_is_text()
    {
        var id = await RunAsync("""{"result":{"<b>x</b>":1,"content":[{"type":"text","text":"<script>alert(1)</script>\u202E"}]}}""");

        var page = (await ShownToAsync("bob", id)).Body;

        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>x", page, StringComparison.Ordinal);
        Assert.DoesNotContain("\u202E", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Erasing_erases_it_too()
    {
        var id = await RunAsync(Refunded);
        await world.Desk.EraseAsync(id, "bob");

        Assert.False((await world.Program("bob").GetAsync($"/api/approvals/{id}")).Json.TryGetProperty("result", out _));
        Assert.DoesNotContain("What its agent got", (await ShownToAsync("bob", id)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_onlookers_and_the_hub_do_not_carry_it()
    {
        var id = await RunAsync(Refunded);
        var request = (await world.Get<ApprovalStore>().FindAsync(id, CancellationToken.None))!;

        Assert.NotNull(request.AnswerJson);
        Assert.Null(ApprovalView.ForOnlookers(request).Result);
        Assert.False(ApprovalSummary.Of(ApprovalView.For(request, world.Get<ReviewerBook>().Find("bob")!)!).ContainsKey("result"));
        Assert.DoesNotContain("R-77", (await world.Program("bob").GetAsync("/api/approvals?status=all")).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Outcome.Unknown)]
    [InlineData(null)]
    public async Task Where_nobody_knows_there_is_none(Outcome? outcome)
    {
        var id = await ApproveAsync();
        if (outcome is { } known)
        {
            await world.Desk.CompleteAsync(id, known, """{"result":{"content":[]}}""");
        }

        Assert.False((await world.Program("bob").GetAsync($"/api/approvals/{id}")).Json.TryGetProperty("result", out _));
    }

    private async Task<string> RunAsync(string answerJson, Outcome outcome = Outcome.Completed)
    {
        var id = await ApproveAsync();
        Assert.Equal(Moved.Yes, await world.Desk.CompleteAsync(id, outcome, answerJson));
        return id;
    }

    private async Task<string> ApproveAsync()
    {
        var id = await world.ParkAsync();
        Assert.Equal(200, (await world.Program("bob").DecideAsync(id, "approve")).Status);
        Assert.IsType<ReleaseAnswer.Released>(await world.Desk.ReleaseAsync(id, Terms.Default));
        return id;
    }

    private async Task<PageAnswer> ShownToAsync(string person, string id) => await (await world.BrowserOfAsync(person)).GetAsync($"/approvals/{id}");
}
