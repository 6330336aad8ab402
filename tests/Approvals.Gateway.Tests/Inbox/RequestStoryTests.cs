using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Approvals.Gateway.Storage;
using Approvals.Gateway.Storage.Records;
using Approvals.Gateway.Tests.World;
using Approvals.Policies;
using Approvals.Requests;

namespace Approvals.Gateway.Tests.Inbox;

/// <summary>What a request's page tells of what stands around it.</summary>
public sealed partial class RequestStoryTests : IAsyncLifetime
{
    private const string Policy = """
        {"version":"1","tools":{"refund":{"require_approval":[{"conditions":[{"path":"args.amount","op":"gt","value":100}]}]}}}
        """;

    private PageWorld world = null!;

    public async ValueTask InitializeAsync() => world = await PageWorld.StartAsync();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task The_arguments_are_compared_with_those_that_were_approved_last()
    {
        await ApprovedAsync("""{"amount":5,"to":"nobody"}""");
        await ApprovedAsync("""{"amount":10,"to":"ACME","note":"x","cc":"eve"}""");
        await ApprovedAsync("""{"amount":999}""", asked => asked with { Grant = "another" });
        await ApprovedAsync("""{"amount":998}""", tool: "payout");
        var id = await world.ParkAsync(arguments: """{"amount":900,"to":"ACME","note":"x","urgent":true}""");

        var section = await SectionAsync(id, "diff");

        Assert.Contains("3 differences, 2 values unchanged.", section, StringComparison.Ordinal);
        Assert.Contains("/amount changed from 10 to 900", section, StringComparison.Ordinal);
        Assert.Contains("/urgent added true", section, StringComparison.Ordinal);
        Assert.Contains("/cc removed \"eve\"", section, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_approved_call_it_says_so()
    {
        await world.WithdrawAsync(await world.ParkAsync(), "alice");

        Assert.Contains("this grant has had no call of refund approved yet", await SectionAsync(await world.ParkAsync(), "diff"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_stay_masked_in_the_comparison()
    {
        await ApprovedAsync("""{"password":"old-hunter"}""");
        var id = await world.ParkAsync(arguments: """{"password":"new-hunter2"}""");

        var page = (await (await world.BrowserOfAsync("vera")).GetAsync($"/approvals/{id}")).Body;

        Assert.DoesNotContain("hunter", page, StringComparison.Ordinal);
        Assert.Contains("Masked secrets are compared by their masks", page, StringComparison.Ordinal);
        Assert.Contains("new-hunter2", await SectionAsync(id, "diff"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_policy_of_then_tells_its_steps()
    {
        var id = await ParkUnderAsync(Policy, "/tools/refund/require_approval/0");
        await NoteAsync(Policy.Replace("100", "100000", StringComparison.Ordinal));

        var section = await SectionAsync(id, "trace");

        Assert.Contains("yes /tools/refund/require_approval/0", section, StringComparison.Ordinal);
        Assert.Contains("900", section, StringComparison.Ordinal);
        Assert.DoesNotContain("is on record", section, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_that_does_not_agree_with_the_record_is_pointed_out()
    {
        var id = await ParkUnderAsync(Policy, "/tools/refund/action");

        Assert.Contains("but /tools/refund/action is on record", await SectionAsync(id, "trace"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_told_is_said()
    {
        var id = await world.ParkAsync();
        var vera = (await (await world.BrowserOfAsync("vera")).GetAsync($"/approvals/{id}")).Body;

        Assert.Contains("the version of the policy that asked was not kept", await SectionAsync(id, "trace"), StringComparison.Ordinal);
        Assert.Contains("Your role does not show it", WebUtility.HtmlDecode(vera), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_grant_did_since_is_counted_and_what_others_did_is_not()
    {
        await JournalAsync("call.allowed", "before", 1);
        var id = await world.ParkAsync();
        await JournalAsync("call.allowed", "read_account", 1_200);
        await JournalAsync("call.denied", "drop_table", 2);
        await JournalAsync("call.allowed", "foreign", 3, grant: "other-grant");
        await world.ParkAsync("payout");

        var section = await SectionAsync(id, "grant-section");

        Assert.Contains("read_account on shop allowed by the policy 1\u00A0200", section, StringComparison.Ordinal);
        Assert.Contains("drop_table on shop denied by the policy 2", section, StringComparison.Ordinal);
        Assert.Contains("payout on shop a person is asked 1", section, StringComparison.Ordinal);
        Assert.DoesNotContain("foreign", section, StringComparison.Ordinal);
        Assert.DoesNotContain("before", section, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_very_busy_grant_is_counted_as_far_as_it_goes_and_that_is_said()
    {
        var id = await world.ParkAsync();
        await JournalAsync("call.allowed", "read_account", 5_001);

        var section = await SectionAsync(id, "grant-section");

        Assert.Contains("allowed by the policy 5\u00A0000", section, StringComparison.Ordinal);
        Assert.Contains("Only its first 5\u00A0000 calls are counted; there were more.", section, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_last_requests_and_denials_are_listed_with_what_became_of_them()
    {
        var approved = await ApprovedAsync("{}");
        var denied = await world.ParkAsync("payout");
        await world.Program("bob").DecideAsync(denied, "deny");
        var id = await world.ParkAsync();

        var page = (await (await world.BrowserOfAsync("bob")).GetAsync($"/approvals/{id}")).Body;

        Assert.Matches($"Its last requests for this tool.*/approvals/{approved}.*What people last denied it.*/approvals/{denied}", page.ReplaceLineEndings(" "));
    }

    [Fact]
    public async Task Who_gave_it_more_time_stands_with_the_decisions()
    {
        var id = await world.ParkAsync();
        await world.Program("carol").ExtendAsync(id);

        Assert.Contains("carol gave it more time", await SectionAsync(id, "decisions"), StringComparison.Ordinal);
    }

    private async Task<string> ApprovedAsync(string arguments, Func<AskedCall, AskedCall>? with = null, string tool = "refund")
    {
        var id = await world.ParkAsync(tool, arguments, with: with);
        Assert.Equal(200, (await world.Program("bob").DecideAsync(id, "approve")).Status);
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        return id;
    }

    private async Task<string> ParkUnderAsync(string document, string rule)
    {
        var version = await NoteAsync(document);
        var id = new string('e', 32);
        var asked = new AskedCall(
            "shop", "http://127.0.0.1:7001/mcp", "refund", """{"amount":900}""", "{}", """{"name":"refund"}""",
            "alice-laptop", "alice@example.com", "alice-laptop", PageWorld.FingerprintOf(id), "key", null, null, "2025-11-25");
        await world.Desk.OpenAsync(id, asked, new Ground(rule, "Large.", "shop", version), Terms.Default);
        return id;
    }

    private async Task<string> NoteAsync(string document)
    {
        var version = PolicyReader.Read("shop", "shop.json", Encoding.UTF8.GetBytes(document), out _)!.Version;
        await world.Get<PolicyVersions>().NoteAsync([new PolicyVersionRow { Name = "shop", Version = version, At = PageWorld.Noon, Text = document }]);
        return version;
    }

    private async Task JournalAsync(string kind, string tool, int count, string grant = "alice-laptop") => await world.Get<AuditTrail>().WriteAsync(
        [.. Enumerable.Range(0, count).Select(_ => new AuditRow { At = PageWorld.Noon, Kind = kind, Actor = grant, DetailJson = $$"""{"upstream":"shop","tool":"{{tool}}","rule":"/x","policyVersion":"0"}""" })]);

    /// <summary>A section's text as bob reads it, with single spaces.</summary>
    private async Task<string> SectionAsync(string id, string heading)
    {
        var page = (await (await world.BrowserOfAsync("bob")).GetAsync($"/approvals/{id}")).Body;
        var at = page.IndexOf($"<section aria-labelledby=\"{heading}\">", StringComparison.Ordinal);
        return Spaces().Replace(WebUtility.HtmlDecode(Tags().Replace(page[at..page.IndexOf("</section>", at, StringComparison.Ordinal)], " ")), " ");
    }

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tags();

    [GeneratedRegex("[ \n]+")]
    private static partial Regex Spaces();
}
