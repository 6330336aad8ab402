using System.Text.Json;
using Approvals.Browser.Tests.World;
using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Broker;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Approvals.Browser.Tests;

/// <summary>Several reviewers at once, each with a page that follows what happens.</summary>
public sealed class LivePageTests(Chromium chromium) : IAsyncLifetime
{
    private const string Policy = """
        {"version":"1","tools":{
          "pay":{"action":"require_approval","reason":"Moves money."},
          "slow":{"action":"require_approval","reason":"Moves money.","approval":{"expires":"10s"}}}}
        """;

    private readonly GatewayWorld _world = new();
    private readonly CancellationTokenSource _leave = new();
    private readonly List<Task> _calls = [];
    private Agent _agent = null!;
    private TcpProxy _wire = null!;

    public async ValueTask InitializeAsync()
    {
        var bank = _world.Own(await CountingUpstream.StartAsync());
        await _world.With("bank", bank.Url, Policy).StartAsync();
        _agent = _world.Own(await Agent.ConnectAsync(_world, "bank"));
        _wire = _world.Own(TcpProxy.To(_world.Url));
    }

    public async ValueTask DisposeAsync()
    {
        await _leave.CancelAsync();
        await Task.WhenAll(_calls).ContinueWith(_ => { }, TaskScheduler.Default);
        await chromium.LeaveAsync(_world);
        _leave.Dispose();
    }

    [Fact]
    public async Task A_call_appears_on_both_pages_and_when_one_approves_the_other_sees_who()
    {
        var (bob, carol) = (await SignInAsync(GatewayWorld.BobToken), await SignInAsync(GatewayWorld.CarolToken));
        var onlooker = await carol.Context.NewPageAsync();
        await onlooker.GotoAsync("/");
        await IsLiveAsync(onlooker);
        await Task.WhenAll(MarkAsync(bob), MarkAsync(onlooker));

        Call("pay", new { amount = 900 });
        await Expect(Row(bob, "pay")).ToBeVisibleAsync();
        await Expect(Row(carol, "pay")).ToBeVisibleAsync();
        await Expect(onlooker).ToHaveTitleAsync("(1) Approvals");
        Assert.True(await IsMarkedAsync(bob));

        await Row(carol, "pay").ClickAsync();
        await IsLiveAsync(carol);
        await MarkAsync(carol);
        await Expect(Approve(carol)).ToBeEnabledAsync();
        await carol.GetByLabel("Reason").FillAsync("Not without finance.");
        await Row(bob, "pay").ClickAsync();
        await Approve(bob).ClickAsync();

        await Expect(carol.GetByRole(AriaRole.Heading, new() { Name = "Approved by bob" })).ToBeVisibleAsync();
        await Expect(Approve(carol)).ToHaveCountAsync(0);
        await Expect(carol.Locator(".status")).ToContainTextAsync("Approved, ran");
        await Expect(bob.GetByRole(AriaRole.Heading, new() { Name = "Approved by bob" })).ToBeVisibleAsync();
        await Expect(onlooker.Locator("[data-live=recent]")).ToContainTextAsync("by bob");
        await Expect(onlooker).ToHaveTitleAsync("Approvals");
        Assert.True(await IsMarkedAsync(carol) && await IsMarkedAsync(onlooker));
        await Chromium.Screenshot(carol, "live-decided-by-another");
    }

    [Fact]
    public async Task Whoever_asked_for_it_is_notified_of_new_calls_while_they_look_elsewhere()
    {
        var bob = await chromium.NewPageAsync(_world.Url);
        await bob.AddInitScriptAsync("""
            window.notes = [];
            window.Notification = class {
              static permission = sessionStorage.permission ?? "default";
              static requestPermission() { return Promise.resolve(this.permission = sessionStorage.permission = "granted"); }
              constructor(title, { body }) { notes.push(`${title}: ${body}`); notes.last = this; }
              close() { }
            };
            Object.defineProperty(document, "hidden", { get: () => window.isAway === true });
            """);
        await SignInAsync(bob, GatewayWorld.BobToken);
        var button = bob.GetByRole(AriaRole.Button, new() { Name = "Notify me of new calls" });
        await Expect(button).ToHaveAttributeAsync("aria-pressed", "false");
        await Chromium.Screenshot(bob, "live-notify");
        Call("pay", new { n = 1 });
        await Expect(Row(bob, "pay")).ToBeVisibleAsync();
        await bob.EvaluateAsync("isAway = true");
        Call("pay", new { n = 2 });
        await Expect(Row(bob, "pay")).ToHaveCountAsync(2);
        Assert.Empty(await NotesAsync(bob));

        await button.ClickAsync();
        await Expect(button).ToHaveAttributeAsync("aria-pressed", "true");
        Assert.Single(await NotesAsync(bob));
        Call("pay", new { secret = "hunter2" });
        await Expect(Row(bob, "pay")).ToHaveCountAsync(3);
        Assert.Equal("A call waits for a decision: pay on bank", (await NotesAsync(bob))[^1]);
        await bob.EvaluateAsync("isAway = false");
        Call("pay", new { n = 4 });
        await Expect(Row(bob, "pay")).ToHaveCountAsync(4);
        Assert.Equal(2, (await NotesAsync(bob)).Length);

        await bob.EvaluateAsync("notes.last.onclick()");
        await bob.WaitForURLAsync("**/approvals/*");
        await Expect(bob.Locator("main")).ToContainTextAsync("secret");
        await bob.GotoAsync("/");
        await Expect(button).ToHaveAttributeAsync("aria-pressed", "true");
        await button.ClickAsync();
        await Expect(button).ToHaveAttributeAsync("aria-pressed", "false");
    }

    [Fact]
    public async Task What_is_typed_stays_while_the_page_changes_around_it()
    {
        Call("pay", new { amount = 900 });
        await _world.Reviewer(GatewayWorld.BobToken).SeesOneAsync();
        var carol = await SignInAsync(GatewayWorld.CarolToken);
        await Row(carol, "pay").ClickAsync();
        await IsLiveAsync(carol);
        await carol.GetByLabel("Reason").FillAsync("As agreed with");

        Call("pay", new { amount = 900 });

        await Expect(carol.GetByText("An equal call also waits.")).ToBeVisibleAsync();
        await carol.Keyboard.TypeAsync(" finance.");
        await Expect(carol.GetByLabel("Reason")).ToHaveValueAsync("As agreed with finance.");
        await Approve(carol).ClickAsync();
        await Expect(carol.Locator("[data-live=decisions]")).ToContainTextAsync("As agreed with finance.");
    }

    [Fact]
    public async Task Nothing_moves_under_the_pointer_and_a_pill_tells_what_is_new()
    {
        Call("pay", new { amount = 1 });
        var reviewer = _world.Reviewer(GatewayWorld.BobToken);
        var first = await reviewer.SeesOneAsync();
        var carol = await SignInAsync(GatewayWorld.CarolToken);
        await Row(carol, "pay").HoverAsync();
        var pill = carol.GetByRole(AriaRole.Button, new() { NameRegex = new(@"^\d+ new$") });

        Call("pay", new { amount = 2 });
        await Expect(pill).ToHaveTextAsync("1 new");
        Call("pay", new { amount = 3 });
        await Expect(pill).ToHaveTextAsync("2 new");
        await Expect(carol).ToHaveTitleAsync("(3) Approvals");
        await Expect(Cards(carol)).ToHaveCountAsync(1);
        await Chromium.Screenshot(carol, "live-pill");

        await reviewer.ApproveAsync(first);
        await Expect(Cards(carol).First).ToContainTextAsync("by bob");
        await Expect(Cards(carol)).ToHaveCountAsync(1);
        await Chromium.Screenshot(carol, "live-decided-under-the-pointer");

        await pill.ClickAsync();
        await Expect(Cards(carol)).ToHaveCountAsync(2);
        await Expect(pill).ToBeHiddenAsync();
        await Expect(carol.Locator("[data-live=waiting]")).Not.ToContainTextAsync("by bob");
    }

    [Fact]
    public async Task A_list_that_nobody_points_at_follows_by_itself()
    {
        var carol = await SignInAsync(GatewayWorld.CarolToken);
        Call("slow");
        await Expect(Row(carol, "slow")).ToBeVisibleAsync();

        await Expect(carol.Locator("[data-live=recent]")).ToContainTextAsync("Expired");
        await Expect(Cards(carol)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_connection_that_is_cut_is_said_and_comes_back_without_a_ghost_or_a_gap()
    {
        Call("pay", new { amount = 1 });
        var reviewer = _world.Reviewer(GatewayWorld.BobToken);
        var ghost = await reviewer.SeesOneAsync();
        var inbox = await SignInAsync(GatewayWorld.CarolToken, _wire.Url);
        var request = await inbox.Context.NewPageAsync();
        await request.GotoAsync($"/approvals/{ghost.GetProperty("id").GetString()}");
        await IsLiveAsync(request);
        await Task.WhenAll(MarkAsync(inbox), MarkAsync(request));

        _wire.Cut();
        await Expect(Banner(inbox)).ToContainTextAsync("Connection lost.");
        await Expect(Banner(request)).ToContainTextAsync("decisions are disabled");
        await Expect(Approve(request)).ToBeDisabledAsync();
        await Expect(request.GetByRole(AriaRole.Button, new() { Name = "Deny" })).ToBeDisabledAsync();
        await Chromium.Screenshot(inbox, "live-lost-inbox");
        await Chromium.Screenshot(request, "live-lost-request");
        await reviewer.DenyAsync(ghost);
        Call("pay", new { amount = 2 });
        var missed = await reviewer.SeesOneAsync();
        _wire.Mend();

        await Expect(Banner(inbox)).ToBeHiddenAsync();
        Assert.Equal([missed.GetProperty("id").GetString()], await ShownAsync(inbox));
        await Expect(inbox.Locator("[data-live=recent]")).ToContainTextAsync("by bob");
        await Expect(request.GetByRole(AriaRole.Heading, new() { Name = "Denied by bob" })).ToBeVisibleAsync();
        await Expect(Approve(request)).ToHaveCountAsync(0);
        Assert.True(await IsMarkedAsync(inbox) && await IsMarkedAsync(request));
    }

    [Fact]
    public async Task A_browser_that_goes_offline_knows_it_at_once_and_can_decide_again_afterwards()
    {
        Call("pay", new { amount = 1 });
        await _world.Reviewer(GatewayWorld.BobToken).SeesOneAsync();
        var carol = await SignInAsync(GatewayWorld.CarolToken);
        await Row(carol, "pay").ClickAsync();
        await IsLiveAsync(carol);

        await carol.Context.SetOfflineAsync(true);
        await Expect(Approve(carol)).ToBeDisabledAsync();
        await carol.Context.SetOfflineAsync(false);

        await Expect(Approve(carol)).ToBeEnabledAsync();
        await Approve(carol).ClickAsync();
        await Expect(carol.GetByRole(AriaRole.Heading, new() { Name = "Approved by carol" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Signing_out_in_one_window_closes_the_other()
    {
        var bob = await SignInAsync(GatewayWorld.BobToken);
        var other = await bob.Context.NewPageAsync();
        await other.GotoAsync("/");
        await IsLiveAsync(other);

        await bob.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await Expect(other.GetByLabel("Your token")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_pages_own_policy_stops_nothing_that_it_needs()
    {
        var bob = await SignInAsync(GatewayWorld.BobToken);
        var said = new List<string>();
        bob.Console += (_, message) => said.Add(message.Text);
        bob.PageError += (_, error) => said.Add(error);

        await bob.ReloadAsync();
        await IsLiveAsync(bob);
        Call("pay");
        await Expect(Row(bob, "pay")).ToBeVisibleAsync();

        Assert.Empty(said);
    }

    // The answers are other tests' matter; who leaves at the end leaves.
    private void Call(string tool, object? arguments = null) => _calls.Add(_agent.CallsAsync(tool, arguments, stop: _leave.Token));

    private async Task<IPage> SignInAsync(string token, Uri? gateway = null) => await SignInAsync(await chromium.NewPageAsync(gateway ?? _world.Url), token);

    private static async Task<IPage> SignInAsync(IPage page, string token)
    {
        await page.GotoAsync("/");
        await page.GetByLabel("Your token").FillAsync(token);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await IsLiveAsync(page);
        return page;
    }

    private static Task<string[]> NotesAsync(IPage page) => page.EvaluateAsync<string[]>("notes");

    private static Task IsLiveAsync(IPage page) => Expect(page.Locator("html[data-connection=live]")).ToHaveCountAsync(1);

    // A mark in the page's memory is gone when the page is loaded again.
    private static Task<JsonElement?> MarkAsync(IPage page) => page.EvaluateAsync("() => { window.marked = true; }");

    private static Task<bool> IsMarkedAsync(IPage page) => page.EvaluateAsync<bool>("() => window.marked === true");

    private static ILocator Cards(IPage page) => page.Locator("[data-live=waiting] li[data-id]");

    private static ILocator Row(IPage page, string tool) => Cards(page).GetByRole(AriaRole.Link, new() { Name = tool, Exact = true });

    private static ILocator Approve(IPage page) => page.GetByRole(AriaRole.Button, new() { Name = "Approve" });

    private static ILocator Banner(IPage page) => page.Locator("#connection");

    private static async Task<string?[]> ShownAsync(IPage page) =>
        [.. (await page.EvaluateAsync<JsonElement>("() => [...document.querySelectorAll('[data-live=waiting] li[data-id]')].map(row => row.dataset.id)"))
            .EnumerateArray().Select(id => id.GetString())];
}
