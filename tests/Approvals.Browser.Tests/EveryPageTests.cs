using System.Text;
using Approvals.Browser.Tests.World;
using Approvals.Gateway.Storage;
using Approvals.Gateway.Storage.Records;
using Approvals.Gateway.Tests.World;
using Approvals.Policies;
using Approvals.Policies.Context;
using Approvals.Policies.Narrowed;
using Approvals.Requests;
using Approvals.Requests.Narrowed;
using Microsoft.Playwright;

namespace Approvals.Browser.Tests;

/// <summary>Every page, in light and dark, on a desk and on a phone: nothing is out of reach and nothing runs over the edge.</summary>
public sealed class EveryPageTests(Chromium chromium) : IAsyncLifetime
{
    private const string Long = "a-name-that-somebody-made-very-long-to-see-what-becomes-of-it-when-there-is-no-room-left-for-it-at-all";
    private const string Policy = """
        {"version":"1","tools":{"refund":{"require_approval":[{"conditions":[{"path":"args.amount","op":"gt","value":100}]}]}}}
        """;

    private static readonly Reviewer Bob = new("bob", "bob@example.com", [], [Role.Reviewer]);

    private readonly List<string> _faults = [];
    private PageWorld _world = null!;
    private string _open = "";
    private string _approved = "";
    private string _denied = "";
    private string _ran = "";
    private string _rememberable = "";
    private string _unsettled = "";
    private string _narrowed = "";

    public async ValueTask InitializeAsync()
    {
        _world = await PageWorld.StartAsync(isRealTime: true);
        for (var at = 0; at < 21; at++)
        {
            var usual = await _world.ParkAsync("send_report", with: asked => asked with { Grant = $"grant-{at}" });
            await _world.Program("bob").DecideAsync(usual, "approve");
        }

        await _world.Program("carol").DecideAsync(await _world.ParkAsync(arguments: """{"amount":12,"to":"ACME GmbH","cc":"x"}"""), "approve", "Known customer.");
        _denied = await _world.ParkAsync("refund", """{"amount":5000}""");
        await _world.Program("bob").DecideAsync(_denied, "deny", "Too much at once: ask finance, and send it in parts of at most 1,000 as we agreed.");
        _unsettled = await UnsettledAsync();
        var version = PolicyReader.Read("shop", "shop.json", Encoding.UTF8.GetBytes(Policy), out _)!.Version;
        await _world.Get<PolicyVersions>().NoteAsync([new PolicyVersionRow { Name = "shop", Version = version, At = PageWorld.Noon, Text = Policy }]);
        _open = new string('a', 32);
        var asked = new AskedCall(
            "shop", "http://127.0.0.1:7001/mcp", "refund", $$$"""{"amount":900,"to":"\u202EACME","list":[1,{"deep":{"deeper":true}}],"text":"{{{new string('x', 400)}}}","password":"hunter2"}""",
            """{"_meta":{"approvals/purpose":"The customer\u2019s parcel never came \u202E: invoice 7."}}""",
            """{"name":"refund","title":"Refund","description":"Pays money back.","annotations":{"destructiveHint":true}}""",
            "alice-laptop", "alice@example.com", "alice-laptop", PageWorld.FingerprintOf(_open), "key", "Some Agent", "1.2", "2025-11-25");
        await _world.Desk.OpenAsync(_open, asked, new Ground("/tools/refund/require_approval/0", "Money leaves the house.", "shop", version), Terms.Of([], 2, TimeSpan.FromMinutes(30)) with
        {
            Risk = "high",
            Narrow = [new NarrowRule("args.amount", NarrowDirection.Lower), new NarrowRule("args.list", NarrowDirection.Fewer)],
        });
        await _world.Desk.AskAsync(_open, Bob, "Which invoice is it for?", "web");
        await _world.Desk.ReplyAsync(_open, "alice-laptop", $"For \u202E7, as I said. {new string('z', 300)}");
        await _world.Desk.AskAsync(_open, Bob, "And why now?", "web");
        await _world.ParkAsync("рayout", with: one => one with { Grant = Long, Owner = $"{Long}@example.com", ClientName = Long });
        await _world.Get<AuditTrail>().WriteAsync([new AuditRow { At = PageWorld.Noon, Kind = "call.allowed", Actor = "alice-laptop", DetailJson = $$"""{"upstream":"shop","tool":"{{Long}}"}""" }]);
        await _world.Program("carol").ExtendAsync(_open);
        await _world.Get<ContextFacts>().WriteAsync(_open,
        [
            new ContextFact("look_up_customer", """{"name":"ACME"}""", new ContextAnswer.Said("""{"customer":"ACME","since":2019,"refunds":[12,40]}""", 0, IsError: false)),
            new ContextFact("balance", null, new ContextAnswer.Said($"\"The balance is \\u202E7. {new string('y', 300)}\"", 812, IsError: true)),
            new ContextFact("history", null, new ContextAnswer.Silent("Not asked: a limit of the policy is full.")),
        ]);
        _rememberable = await _world.ParkAsync("read_logs", terms: Terms.Default with { Remember = TimeSpan.FromMinutes(10), Risk = "low" }, with: one => one with
        {
            DefinitionJson = """{"name":"read_logs","annotations":{"readOnlyHint":true}}""",
        });
        _narrowed = await NarrowedAsync();
        _ran = await RanAsync();
        _approved = await _world.ParkAsync("scale_up");
        await _world.Program("bob").DecideAsync(_approved, "approve");
    }

    public ValueTask DisposeAsync() => chromium.LeaveAsync(_world);

    [Theory]
    [InlineData(1280)]
    [InlineData(360)]
    public async Task Nothing_is_out_of_reach_or_over_the_edge(int width)
    {
        var page = await chromium.NewPageAsync(_world.Url, width: width, colors: ColorScheme.Light);
        var looking = await chromium.SignInAsync(_world.Url, "token-carol", $"/approvals/{_open}");
        await page.GotoAsync("/sign-in");
        await CheckAsync("sign-in");
        await page.SignInAsync("token-bob");
        await page.IsLiveAsync();
        await Assertions.Expect(page.Locator(".looking")).ToHaveCountAsync(1);
        await CheckAsync("inbox");
        foreach (var (name, address) in new[]
        {
            ("inbox-filtered", "/?tool=nothing&mine=1"), ("request", $"/approvals/{_open}"), ("request-rememberable", $"/approvals/{_rememberable}"), ("request-approved", $"/approvals/{_approved}"), ("request-denied", $"/approvals/{_denied}"), ("request-ran", $"/approvals/{_ran}"),
            ("request-unsettled", $"/approvals/{_unsettled}"), ("request-narrowed", $"/approvals/{_narrowed}"), ("deny", $"/deny?id={_open}&id={_denied}"), ("history", "/history?tool=refund&reason=o"),
            ("history-nothing", "/history?tool=nothing"), ("statistics", "/statistics"), ("policies", "/policies"), ("policy", "/policies/demo"), ("nowhere", "/nowhere"),
        })
        {
            await page.GotoAsync(address);
            await CheckAsync(name);
        }

        await page.GotoAsync("/policies/demo");
        await page.GetByLabel("Its name, or a resource's URI").FillAsync("refund");
        await page.GetByRole(AriaRole.Button, new() { Name = "Explain" }).ClickAsync();
        await CheckAsync("policy-explained");
        await page.GotoAsync("/account");
        await page.GetByLabel("Its name").FillAsync($"{Long[..40]}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make it" }).ClickAsync();
        await CheckAsync("account");
        await page.GotoAsync($"/deny?id={_denied}");
        await CheckAsync("deny-nothing");
        await page.GotoAsync($"/approvals/{_open}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Keys" }).ClickAsync();
        await CheckAsync("keys");
        await looking.CloseAsync();

        Assert.True(_faults.Count == 0, string.Join('\n', _faults));

        async Task CheckAsync(string name)
        {
            await page.EvaluateAsync("() => document.querySelectorAll('details').forEach(one => { one.open = true; })");
            _faults.AddRange((await Axe.FindAsync(page)).Select(fault => $"{name}: {fault}"));
            var over = await page.EvaluateAsync<int>("() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth");
            if (over > 0)
            {
                _faults.Add($"{name}: {over} pixels run over the edge");
            }

            await Chromium.Screenshot(page, $"page-{name}-{width}-light");
            // The same page in other colours: nothing else about it can be different.
            await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
            _faults.AddRange((await Axe.FindPaleAsync(page)).Select(fault => $"{name} in the dark: {fault}"));
            await Chromium.Screenshot(page, $"page-{name}-{width}-dark");
            await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        }
    }

    private async Task<string> NarrowedAsync()
    {
        var id = await _world.ParkAsync("transfer", """{"amount":900,"to":"ACME"}""", Terms.Default with { Narrow = [new NarrowRule("args.amount", NarrowDirection.Lower)] });
        var order = new NarrowOrder(Bob, PageWorld.FingerprintOf(id), [new ArgumentEdit("args.amount", "90")], null, "web");
        var answer = await _world.Desk.NarrowAsync(
            id, order, (request, arguments) => new NarrowedCall.Askable(request.Asked.WithArguments(arguments, PageWorld.FingerprintOf(id) + "0"), request.Ground with { }, request.Terms));
        return Assert.IsType<NarrowAnswer.Narrowed>(answer).Successor.Id;
    }

    private async Task<string> RanAsync()
    {
        var id = await _world.ParkAsync("scale_down");
        await _world.Program("bob").DecideAsync(id, "approve");
        await _world.Desk.ReleaseAsync(id, Terms.Default);
        await _world.Desk.CompleteAsync(id, Outcome.Completed, $$$$"""{"result":{"content":[{"type":"text","text":"Done \u202E. {{{{new string('r', 400)}}}}"}],"structuredContent":{"replicas":2,"{{{{Long}}}}":[1,2]}}}""");
        return id;
    }

    private async Task<string> UnsettledAsync()
    {
        var id = await _world.ParkAsync("payout");
        await _world.Program("bob").DecideAsync(id, "approve");
        await _world.Desk.ReleaseAsync(id, Terms.Default);
        await _world.Desk.CompleteAsync(id, Outcome.Unknown, answerJson: null);
        return id;
    }
}
