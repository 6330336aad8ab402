using System.Diagnostics;
using Approvals.Gateway.Configuration;
using Approvals.Gateway.Startup;

namespace Approvals.Gateway.Tests.Configuration;

public sealed class StartFailureTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_program_ends_with_code_2_and_a_line_for_each_problem()
    {
        var file = folder.Write("approvals.json", """{"Gateway":{"Hold":"5 parsecs","AllowedHosts":["a","b"]},"Webhooks":{"audit":{"Url":"https://hooks.example.com","Secret":"x"}}}""");
        var (code, output, error) = await Run(file, ("Gateway__Clam", "1s"), ("Gateway__AllowedHosts__0", "*"), ("SLACK", "noise"));
        Assert.Equal(2, code);
        Assert.Equal(
            [
                "Approvals cannot start: 4 problems in the configuration",
                "  Gateway:Clam: unknown key; did you mean 'Claim'?",
                "  Gateway:Hold: '5 parsecs' is not a duration; write e.g. 50s or 15m",
                "  Gateway:AllowedHosts: '*' is not a host name; write it without scheme, port and wildcard, e.g. approvals.example.com",
                "  Webhooks:audit:Secret: is not a webhook secret; make one with: echo \"whsec_$(openssl rand -base64 32)\"",
            ],
            error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Empty(output);
    }

    [Fact]
    public async Task A_file_named_by_the_environment_is_looked_for()
    {
        var missing = folder.PathOf("nowhere.json");
        var (code, _, error) = await Run(null, ("APPROVALS_CONFIG", missing));
        Assert.Equal(2, code);
        Assert.Equal($"Approvals cannot start: 1 problem in the configuration\n  APPROVALS_CONFIG: the file {missing} does not exist\n", error);
    }

    [Fact]
    public void A_defect_keeps_its_stack_trace() => Assert.False(StartFailure.Explains(new InvalidOperationException("a bug")));

    private async Task<(int Code, string Output, string Error)> Run(string? file, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(GatewayOptions).Assembly.Location, "--urls", "http://127.0.0.1:0"])
        {
            WorkingDirectory = folder.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (file is not null)
        {
            start.ArgumentList.Add($"--config={file}");
        }

        foreach (var (name, value) in environment.Append(("XDG_DATA_HOME", folder.Root)))
        {
            start.Environment[name] = value;
        }

        using var gateway = Process.Start(start)!;
        var output = gateway.StandardOutput.ReadToEndAsync();
        var error = await gateway.StandardError.ReadToEndAsync();
        await gateway.WaitForExitAsync();
        return (gateway.ExitCode, await output, error);
    }
}
