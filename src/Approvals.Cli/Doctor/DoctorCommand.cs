using System.CommandLine;
using Approvals.Gateway.Configuration;
using Approvals.Gateway.Startup;

namespace Approvals.Cli.Doctor;

/// <summary><c>approvals doctor</c>: whether everything that the gateway needs is there and as it should be. The gateway need not run.</summary>
internal static class DoctorCommand
{
    private static readonly Option<string?> Config = new("--config") { HelpName = "PATH", Description = "The gateway's configuration file. Default: as for the gateway, APPROVALS_CONFIG." };

    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object a line." };

    public static Command Create()
    {
        var doctor = new Command("doctor", "Look at everything that the gateway needs, as it is configured, and say what to do. Nothing is changed. Ends with 1 if anything fails.") { Config, Json };
        doctor.SetAction((line, stop) => RunAsync(line.GetValue(Config), line.GetValue(Json), line.InvocationConfiguration.Output, TimeProvider.System, stop));
        return doctor;
    }

    internal static async Task<int> RunAsync(string? config, bool isJson, TextWriter output, TimeProvider clock, CancellationToken stop)
    {
        var code = ExitCode.Done;
        await foreach (var diagnosis in Checkup.RunAsync(config is null ? [] : ["--config", config], clock, stop))
        {
            await output.WriteLineAsync(isJson ? DiagnosisWords.Json(diagnosis) : DiagnosisWords.Line(diagnosis));
            code = diagnosis is Diagnosis.Broken ? ExitCode.Failed : code;
        }

        return code;
    }
}
