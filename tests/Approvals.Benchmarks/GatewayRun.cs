using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Approvals.Benchmarks;

/// <summary>The gateway on the embedded default (SQLite, bus in memory), as a process of its own over a folder of its own.</summary>
internal sealed partial class GatewayRun : IAsyncDisposable
{
    public const string ReviewerToken = "benchmark-reviewer";
    public const int Grants = 10;

    private const int SigUsr1 = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly string _folder = Directory.CreateTempSubdirectory("approvals-benchmark-").FullName;
    private Process _process = null!;

    public Uri Url { get; private set; } = null!;

    public static string TokenOf(int grant) => $"benchmark-grant-{grant % Grants}";

    /// <param name="upstream">Where the tool <c>pay</c> is.</param>
    /// <param name="settings">Keys of the section <c>Gateway</c>.</param>
    public static async Task<GatewayRun> StartAsync(Uri upstream, params (string Name, JsonNode Value)[] settings)
    {
        var run = new GatewayRun();
        Directory.CreateDirectory(Path.Combine(run._folder, "policies"));
        await File.WriteAllTextAsync(Path.Combine(run._folder, "policies", "bank.json"), """{"version":"1","tools":{"pay":{"action":"require_approval","approval":{"expires":"1d"}}}}""");
        var file = Path.Combine(run._folder, "approvals.json");
        await File.WriteAllTextAsync(file, Configuration(upstream, settings).ToJsonString());
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Approvals.Gateway.dll"), "--config", file, "--urls", "http://127.0.0.1:0"])
        {
            WorkingDirectory = run._folder,
            RedirectStandardOutput = true,
        };
        start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(GatewayRun).Assembly.Location;
        run._process = Process.Start(start)!;
        run._process.OutputDataReceived += (_, line) => run._lines.Writer.TryWrite(line.Data ?? "");
        run._process.BeginOutputReadLine();
        run.Url = new Uri((await run.SaysAsync("Page ")).Trim());
        return run;
    }

    public HttpClient Reviewer()
    {
        var http = new HttpClient { BaseAddress = Url };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ReviewerToken);
        return http;
    }

    /// <summary>Resident memory, in bytes.</summary>
    public long Resident()
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.AsSpan("VmRSS:".Length).Trim().TrimEnd(" kB"), CultureInfo.InvariantCulture) << 10;
    }

    /// <summary>After all garbage was collected: what is left on the managed heap, and what the collector keeps from the system for it, in bytes.</summary>
    public async Task<(long Left, long Kept)> HeapAsync()
    {
        if (Signal(_process.Id, SigUsr1) != 0)
        {
            throw new InvalidOperationException("The gateway could not be asked for its heap.");
        }

        var said = (await SaysAsync(StartupHook.Words)).Split(' ');
        return (long.Parse(said[0], CultureInfo.InvariantCulture), long.Parse(said[1], CultureInfo.InvariantCulture));
    }

    /// <summary>Processor time that it used since it was started.</summary>
    public TimeSpan Cpu()
    {
        _process.Refresh();
        return _process.TotalProcessorTime;
    }

    public int Descriptors() => Directory.GetFiles($"/proc/{_process.Id}/fd").Length;

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<string> SaysAsync(string words)
    {
        using var limit = new CancellationTokenSource(Patience);
        await foreach (var line in _lines.Reader.ReadAllAsync(limit.Token))
        {
            if (line.IndexOf(words, StringComparison.Ordinal) is >= 0 and var at)
            {
                return line[(at + words.Length)..];
            }
        }

        throw new InvalidOperationException($"The gateway ended before it said '{words}'.");
    }

    private static JsonObject Configuration(Uri upstream, (string Name, JsonNode Value)[] settings)
    {
        var gateway = new JsonObject();
        foreach (var (name, value) in settings)
        {
            gateway[name] = value;
        }

        var grants = new JsonObject();
        for (var number = 0; number < Grants; number++)
        {
            grants[$"grant{number}"] = new JsonObject
            {
                ["TokenSha256"] = HashOf(TokenOf(number)),
                ["Owner"] = $"owner{number}@example.com",
                ["Upstreams"] = new JsonObject { ["bank"] = new JsonObject { ["Policy"] = "bank" } },
            };
        }

        return new JsonObject
        {
            ["Gateway"] = gateway,
            ["Upstreams"] = new JsonObject { ["bank"] = new JsonObject { [nameof(Url)] = upstream.ToString() } },
            ["Grants"] = grants,
            ["Reviewers"] = new JsonObject
            {
                ["bob"] = new JsonObject { ["TokenSha256"] = HashOf(ReviewerToken), ["Email"] = "bob@example.com", ["Roles"] = new JsonArray("reviewer") },
            },
            ["Policies"] = new JsonObject { ["Directory"] = "policies" },
        };
    }

    private static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}
