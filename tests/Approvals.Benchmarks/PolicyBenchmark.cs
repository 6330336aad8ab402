using System.Text;
using System.Text.Json;
using Approvals.Policies;
using Approvals.Tests.Policies.Language;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Approvals.Benchmarks;

/// <summary>What a verdict costs in a policy with 1,000 tools, 20 globs and ten conditions on the tool that is called.</summary>
[MemoryDiagnoser]
public class PolicyBenchmark
{
    private readonly Policy _policy = PolicyReader.Read("large", "large.json", Encoding.UTF8.GetBytes(LargePolicy.Json), out _)!;
    private readonly JsonElement _arguments = JsonDocument.Parse(LargePolicy.Arguments).RootElement;
    private readonly Facts _facts = new("alice-laptop", "alice@example.com", DateTimeOffset.UnixEpoch);

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
}
