using Approvals.Gateway.Configuration;
using Approvals.Gateway.Startup;
using Microsoft.AspNetCore.Builder;

namespace Approvals.Gateway.Tests.Configuration;

/// <summary>A folder of its own for each test, with a gateway's configuration in it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("approvals-").FullName;

    public string PathOf(string name) => Path.Combine(Root, name);

    public string Write(string name, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllText(PathOf(name), content);
        return PathOf(name);
    }

    public WebApplicationBuilder Builder(params string[] args) =>
        WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = Root });

    public GatewayConfiguration Load(params string[] args) => Builder(args).AddConfiguration(args, PathOf("secrets"));

    public IReadOnlyList<string> ProblemsOf(string json, params string[] args) =>
        Assert.Throws<ConfigurationProblems>(() => Load(["--config", Write("approvals.json", json), .. args])).Lines;

    public static UnixFileMode ModeOf(string path) =>
        OperatingSystem.IsWindows() ? throw new PlatformNotSupportedException() : File.GetUnixFileMode(path);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
