using Approvals.Gateway.Configuration;
using Approvals.Gateway.Grants;
using Approvals.Gateway.Inbox;
using Approvals.Gateway.Policies;
using Approvals.Gateway.Reviews;
using Approvals.Gateway.Reviews.People.Oidc;
using Approvals.Gateway.Storage;
using Approvals.Gateway.Storage.Records;
using Approvals.Policies;
using Approvals.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Approvals.Gateway.Tests.World;

/// <summary>The desk, the API and the page on a real port and a real database, with a clock that stands still. Agents are played.</summary>
internal sealed class PageWorld : IAsyncDisposable
{
    /// <summary>The noon at which a world begins unless it is told otherwise.</summary>
    public static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo folder;
    private readonly WebApplication app;
    private readonly HttpClient http;
    private int opened;

    private PageWorld(DirectoryInfo folder, WebApplication app)
    {
        this.folder = folder;
        this.app = app;
        // Cookies are each browser's own, and where a redirect leads is for the test to say.
        http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = new Uri(app.Urls.Single()) };
    }

    /// <summary>The world's clock, unless it runs in real time.</summary>
    public FakeTimeProvider Clock { get; private init; } = null!;

    private DateTimeOffset Now => Get<TimeProvider>().GetUtcNow();

    public Uri Url => new(app.Urls.Single());

    public ApprovalDesk Desk => Get<ApprovalDesk>();

    public SignInLink Link => Get<SignInLink>();

    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    /// <summary>Bob is in the group sre; Carol and Dan are in none; Alice owns the grant of the calls; Vera only looks. Tokens are <c>token-bob</c> and so on.</summary>
    public static async Task<PageWorld> StartAsync(
        bool isDemo = false, string? publicUrl = null, bool isRealTime = false, DateTimeOffset? from = null, OidcOptions? oidc = null, string? subjectOfBob = null)
    {
        var folder = Directory.CreateTempSubdirectory("approvals-page-");
        var clock = new FakeTimeProvider(from ?? Noon);
        var gateway = new GatewayOptions { PublicUrl = publicUrl };
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = folder.FullName });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(isRealTime ? TimeProvider.System : clock);
        builder.Services.AddSingleton(gateway);
        builder.Services.AddSingleton(InstallationKey.ReadOrMake(DataDirectory.Open(folder.FullName)));
        builder.AddStorage($"Data Source={Path.Combine(folder.FullName, "approvals.db")};Pooling=False");
        builder.Services.AddSingleton(new PolicyBook([PolicyFolder.ReadDemo()]));
        builder.Services.AddSingleton(new GrantBook([(TokenHash.Sha256Hex("token-of-alice"), new Grant("alice-laptop", "alice@example.com", new Dictionary<string, string?> { ["shop"] = "demo" }))]));
        builder.Services.AddSingleton<PublicAddress>();
        builder.AddReviews(gateway, People(subjectOfBob), isDemo, oidc ?? new OidcOptions());
        builder.AddInbox(isDemo);
        var app = builder.Build();
        app.MapReviews();
        app.MapInbox();
        await app.PrepareStorageAsync();
        await app.StartAsync();
        return new PageWorld(folder, app) { Clock = clock };
    }

    /// <summary>Lets time pass at once, and then a second at a time until the task is done.</summary>
    public async Task PassTimeUntilAsync(Task done, TimeSpan first)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var rounds = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        for (Clock.Advance(first); !done.IsCompleted; Clock.Advance(TimeSpan.FromSeconds(1)))
        {
            await rounds.WaitForNextTickAsync(limit.Token);
        }
    }

    /// <summary>The owner of the grant calls a request back.</summary>
    public Task WithdrawAsync(string id, string owner) => Desk.WithdrawAsync(id, new Reviewer(owner, $"{owner}@example.com", [], []), null, "web");

    /// <summary>An agent's call is parked.</summary>
    public async Task<string> ParkAsync(string tool = "refund", string? arguments = """{"amount":900}""", Terms? terms = null, Func<AskedCall, AskedCall>? with = null)
    {
        var id = $"{Interlocked.Increment(ref opened):x32}";
        Assert.Null(await Desk.OpenAsync(id, with?.Invoke(AskedAs(id, tool, arguments)) ?? AskedAs(id, tool, arguments), GroundOf(tool), terms ?? Terms.Default));
        return id;
    }

    /// <summary>Very many calls are parked: written as the desk would write them, but at once and past the caps.</summary>
    public async Task ParkManyAsync(int count)
    {
        var (writes, records, trail) = (Get<WriteQueue>(), Get<RequestRecords>(), Get<AuditTrail>());
        foreach (var chunk in Enumerable.Range(Interlocked.Add(ref opened, count) - count + 1, count).Chunk(500))
        {
            await writes.RunAsync(async database =>
            {
                var rows = new List<AuditRow>();
                foreach (var number in chunk)
                {
                    var terms = Terms.Default with { Expires = TimeSpan.FromHours(1) + TimeSpan.FromSeconds(number % 1_000) };
                    var request = ApprovalRequest.Open($"{number:x32}", AskedAs($"{number:x32}", "refund", $$"""{"amount":{{number}}}"""), GroundOf("refund"), terms, Now);
                    database.Requests.Add(request);
                    rows.Add(new AuditRow { At = Now, Kind = "request.opened", RequestId = request.Id, Actor = "alice-laptop", DetailJson = "{}", Seal = await records.WriteAsync(database, request) });
                }

                await trail.AppendAsync(database, rows);
                return await database.SaveChangesAsync();
            });
        }
    }

    public static string FingerprintOf(string id) => new string('f', 32) + id;

    public ApiProgram Program(string? person) => new(http, person is null ? null : $"Bearer token-{person}");

    /// <summary>A program with any token.</summary>
    public ApiProgram ProgramWith(string token) => new(http, $"Bearer {token}");

    public PageBrowser Browser() => new(http);

    public async Task<PageBrowser> BrowserOfAsync(string person)
    {
        var browser = Browser();
        await browser.GetAsync("/sign-in");
        var answer = await browser.PostAsync("/sign-in", new() { ["token"] = $"token-{person}" });
        Assert.Equal(303, answer.Status);
        return browser;
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private static AskedCall AskedAs(string id, string tool, string? arguments) => new(
        "shop", "http://127.0.0.1:7001/mcp", tool, arguments, "{}", """{"name":"refund","description":"Pays money back."}""",
        "alice-laptop", "alice@example.com", "alice-laptop", FingerprintOf(id), $"key-{id}", "Some Agent", "1.2", "2025-11-25");

    private static Ground GroundOf(string tool) => new($"/tools/{tool}", "Money leaves the house.", "shop", "0123abcd");

    private static Dictionary<string, ReviewerOptions> People(string? subjectOfBob) => new()
    {
        ["bob"] = Person("bob", "reviewer", subjectOfBob, "sre"),
        ["carol"] = Person("carol", "reviewer", null),
        ["dan"] = Person("dan", "reviewer", null),
        ["alice"] = Person("alice", "reviewer", null, "sre"),
        ["vera"] = Person("vera", "viewer", null),
        ["root"] = Person("root", "admin", null),
        ["nobody"] = new() { TokenSha256 = TokenHash.Sha256Hex("token-nobody"), Roles = [] },
    };

    private static ReviewerOptions Person(string id, string role, string? oidcSubject, params string[] groups) => new()
    {
        OidcSubject = oidcSubject,
        Email = $"{id}@example.com",
        Roles = [role],
        Groups = groups,
        TokenSha256 = TokenHash.Sha256Hex($"token-{id}"),
    };
}
