using System.Text;
using System.Text.Json;
using Approvals.Policies;
using Approvals.Policies.Limits;
using Approvals.Tests.Policies.Language;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Approvals.Benchmarks;

/// <summary>What a verdict costs in a policy with 1,000 tools, 20 globs and ten conditions on the tool that is called; and what a place in a limit costs.</summary>
[MemoryDiagnoser]
public class PolicyBenchmark
{
    private readonly Policy _policy = PolicyReader.Read("large", "large.json", Encoding.UTF8.GetBytes(LargePolicy.Json), out _)!;
    private readonly JsonElement _arguments = JsonDocument.Parse(LargePolicy.Arguments).RootElement;
    private readonly Facts _facts = new("alice-laptop", "alice@example.com", DateTimeOffset.UnixEpoch);
    private readonly SlidingWindow _window = new(60_000, 1_000_000, 60);
    private long _now;

    public static int Run()
    {
        // In this process: the tests' build settings would not reach a project that is generated.
        var config = ManualConfig.Create(DefaultConfig.Instance).AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance)).WithArtifactsPath(Path.Combine(Path.GetTempPath(), "approvals-benchmarks"));
        return BenchmarkRunner.Run<PolicyBenchmark>(config).HasCriticalValidationErrors ? 1 : 0;
    }

    [Benchmark]
    public Verdict TenConditions() => _policy.Evaluate(Use.OfTool("called", _arguments), _facts);

    [Benchmark]
    public Verdict ByName() => _policy.Evaluate(Use.OfTool("tool_7", _arguments), _facts);

    [Benchmark]
    public Verdict ByTheLastGlob() => _policy.Evaluate(Use.OfTool("glob_19_x", _arguments), _facts);

    [Benchmark]
    public Verdict ByDefault() => _policy.Evaluate(Use.OfTool("unknown", _arguments), _facts);

    [Benchmark]
    public bool PlaceInALimit()
    {
        var hasPlace = _window.TryReserve(_now++, 1, out var reservation, out _);
        if (hasPlace)
        {
            _window.GiveBack(reservation!);
        }

        return hasPlace;
    }
}
