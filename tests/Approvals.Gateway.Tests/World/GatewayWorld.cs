using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Approvals.Gateway.Calls.Holding;
using Approvals.Gateway.Grants;
using Approvals.Gateway.Tests.World.Broker;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Approvals.Gateway.Tests.World;

/// <summary>
/// A real gateway on a port of its own, over a folder of its own, in front of real upstreams. It can be stopped and started again over
/// the same folder. Only the clock is not real, where a story asks for that.
/// </summary>
internal sealed class GatewayWorld : IAsyncDisposable
{
    public const string AliceToken = "alice-token";
    public const string EveToken = "eve-token";
    public const string BobToken = "bob-token";
    public const string CarolToken = "carol-token";

    // Real time: the one ends a test that hangs, the other is how often it looks.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(10);

    private readonly string _folder = Directory.CreateTempSubdirectory("approvals-world-").FullName;
    private readonly JsonObject _configuration;
    private readonly List<IAsyncDisposable> _things = [];
    private readonly List<IAsyncDisposable> _survivors = [];
    private WebApplication? _app;
    private GatewayProcess? _process;

    public GatewayWorld()
    {
        _configuration = new JsonObject
        {
            ["Gateway"] = new JsonObject(),
            ["Upstreams"] = new JsonObject(),
            ["Grants"] = new JsonObject
            {
                ["alice"] = Grant(AliceToken, "alice@example.com"),
                ["eve"] = Grant(EveToken, "eve@example.com"),
            },
            ["Reviewers"] = new JsonObject
            {
                ["bob"] = Reviewer(BobToken, "bob@example.com", "sre", "reviewer"),
                ["carol"] = Reviewer(CarolToken, "carol@example.com", "finance", "reviewer"),
            },
            ["Policies"] = new JsonObject { ["Directory"] = "policies" },
        };
        Directory.CreateDirectory(Path.Combine(_folder, "policies"));
    }

    /// <summary>The gateway's clock, if <see cref="WithFakeClock"/> was called; real otherwise.</summary>
    public FakeTimeProvider? Clock { get; private set; }

    public Uri Url => _process?.Url ?? new(_app!.Urls.First());

    /// <summary>The gateway, while it runs as a process of its own.</summary>
    public GatewayProcess? Process => _process;

    public IServiceProvider Services => _app!.Services;

    public string Folder => _folder;

    /// <summary>What the gateway logs, but for a process of its own.</summary>
    public SeenLog Log { get; } = new();

    /// <summary>Puts an upstream behind the gateway and lets both grants use it under a policy.</summary>
    public GatewayWorld With(string name, Uri upstream, string policy)
    {
        _configuration["Upstreams"]![name] = new JsonObject { [nameof(Url)] = upstream.ToString() };
        foreach (var (_, grant) in _configuration["Grants"]!.AsObject())
        {
            grant!["Upstreams"]![name] = new JsonObject { ["Policy"] = name };
        }

        return WithPolicy(name, policy);
    }

    public GatewayWorld WithPolicy(string name, string policy)
    {
        // In one go, as an editor does: a gateway that follows its folder must not see half of it.
        var whole = Path.Combine(_folder, name + ".new");
        File.WriteAllText(whole, policy);
        File.Move(whole, Path.Combine(_folder, "policies", name + ".json"), overwrite: true);
        return this;
    }

    /// <summary>Sets a key such as <c>Gateway:Hold</c>.</summary>
    public GatewayWorld WithSetting(string key, JsonNode value)
    {
        JsonNode at = _configuration;
        var path = key.Split(':');
        foreach (var part in path[..^1])
        {
            at = at[part] ??= new JsonObject();
        }

        at[path[^1]] = value;
        return this;
    }

    public GatewayWorld WithFakeClock()
    {
        Clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
        return this;
    }

    public async Task<GatewayWorld> StartAsync()
    {
        var file = Path.Combine(_folder, "approvals.json");
        await File.WriteAllTextAsync(file, _configuration.ToJsonString());
        _app = await GatewayApp.BuildAsync(["--config", file, "--urls", "http://127.0.0.1:0"], services =>
        {
            services.AddLogging(logging => logging.ClearProviders().AddProvider(Log));
            services.AddSingleton(TextWriter.Null);
            if (Clock is not null)
            {
                services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
            }
        });
        await _app.StartAsync();
        return this;
    }

    /// <summary>Starts it as a process of its own, which <see cref="KillAsync"/> can end at any instant.</summary>
    /// <param name="failpoints">What the test build of it is to break, and where; null for the ordinary build.</param>
    /// <param name="url">Where it listens.</param>
    public async Task<GatewayWorld> StartProcessAsync(string? failpoints = null, string url = "http://127.0.0.1:0")
    {
        var file = Path.Combine(_folder, "approvals.json");
        await File.WriteAllTextAsync(file, _configuration.ToJsonString());
        _process = await GatewayProcess.StartAsync(_folder, file, url, failpoints);
        return this;
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        await _process!.DisposeAsync();
        _process = null;
    }

    /// <summary>Stops the gateway and starts it again over the same folder.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    public async Task StopAsync()
    {
        if (_process is not null)
        {
            await KillAsync();
        }

        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
            _app = null;
        }
    }

    /// <summary>Lets the fake clock run, a second at a time, until the task is done.</summary>
    public async Task<T> PassTimeUntilAsync<T>(Task<T> done)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var rounds = new PeriodicTimer(Round);
        while (!done.IsCompleted)
        {
            Clock!.Advance(TimeSpan.FromSeconds(1));
            await rounds.WaitForNextTickAsync(limit.Token);
        }

        return await done;
    }

    /// <summary>Waits until the gateway has noticed that every caller of a held call is gone.</summary>
    public Task SeesEveryCallerGoneAsync() => SeesCallersAsync(0);

    /// <summary>Waits until so many callers of held calls are connected.</summary>
    public async Task SeesCallersAsync(int count)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var rounds = new PeriodicTimer(Round);
        while (Services.GetRequiredService<ParkedCalls>().Count != count)
        {
            await rounds.WaitForNextTickAsync(limit.Token);
        }
    }

    public T Own<T>(T thing)
        where T : IAsyncDisposable
    {
        _things.Add(thing);
        return thing;
    }

    /// <summary>Like <see cref="Own"/>, for what the gateway needs to end in peace.</summary>
    public T Outlive<T>(T thing)
        where T : IAsyncDisposable
    {
        _survivors.Add(thing);
        return thing;
    }

    /// <summary>A plain HTTP client at the gateway's address, with a bearer token if one is given.</summary>
    public HttpClient Http(string? token = null)
    {
        // Who leaves leaves at once, and does not read on for a while to save the connection.
        var handler = new SocketsHttpHandler { MaxResponseDrainSize = 0, ResponseDrainTimeout = TimeSpan.Zero };
        var http = new HttpClient(handler) { BaseAddress = Url, Timeout = Timeout.InfiniteTimeSpan };
        if (token is not null)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return http;
    }

    public ReviewerAgent Reviewer(string token) => new(Http(token));

    public async ValueTask DisposeAsync()
    {
        foreach (var thing in Enumerable.Reverse(_things))
        {
            await thing.DisposeAsync();
        }

        await StopAsync();
        foreach (var thing in Enumerable.Reverse(_survivors))
        {
            await thing.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static JsonObject Grant(string token, string owner) =>
        new() { ["TokenSha256"] = TokenHash.Sha256Hex(token), ["Owner"] = owner, ["Upstreams"] = new JsonObject() };

    private static JsonObject Reviewer(string token, string email, string group, string role) => new()
    {
        ["TokenSha256"] = TokenHash.Sha256Hex(token),
        ["Email"] = email,
        ["Groups"] = new JsonArray(group),
        ["Roles"] = new JsonArray(role),
    };
}
