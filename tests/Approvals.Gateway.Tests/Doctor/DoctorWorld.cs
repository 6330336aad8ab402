using System.Text.Json.Nodes;
using Approvals.Cli.Doctor;
using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Slack;
using Microsoft.Extensions.Time.Testing;

namespace Approvals.Gateway.Tests.Doctor;

/// <summary>A configuration that is whole, with what it names, for the doctor to look at. No gateway runs.</summary>
internal sealed class DoctorWorld : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("approvals-doctor-").FullName;
    private readonly JsonObject _configuration;

    private DoctorWorld(CountingUpstream bank)
    {
        Bank = bank;
        _configuration = new JsonObject
        {
            ["Upstreams"] = new JsonObject { ["bank"] = new JsonObject { ["Url"] = bank.Url.ToString() } },
            ["Policies"] = new JsonObject { ["Directory"] = "policies" },
        };
        Directory.CreateDirectory(Path.Combine(_folder, "policies"));
        WithPolicy("""{"version":"1","tools":{"pay":{"action":"require_approval"}}}""");
    }

    public CountingUpstream Bank { get; }

    public string DataDirectory => Path.Combine(_folder, "data");

    public static async Task<DoctorWorld> StartAsync(bool stateful = false) => new(await CountingUpstream.StartAsync(stateful: stateful));

    public DoctorWorld WithPolicy(string policy)
    {
        File.WriteAllText(Path.Combine(_folder, "policies", "bank.json"), policy);
        return this;
    }

    /// <summary>Sets a section.</summary>
    public DoctorWorld With(string section, JsonNode value)
    {
        _configuration[section] = value;
        return this;
    }

    /// <summary>Asks people in a Slack that the test plays.</summary>
    public DoctorWorld With(SlackServer slack, Action<JsonObject>? change = null)
    {
        var section = new JsonObject
        {
            ["BotToken"] = SlackServer.BotToken,
            ["AppToken"] = SlackServer.AppToken,
            ["Conversation"] = SlackServer.Sre,
            ["ApiUrl"] = slack.ApiUrl.ToString(),
        };
        change?.Invoke(section);
        return With("Slack", section);
    }

    public async Task<(int Code, string[] Lines)> LookAsync(TimeProvider? clock = null, bool isJson = false)
    {
        var file = Path.Combine(_folder, "approvals.json");
        await File.WriteAllTextAsync(file, _configuration.ToJsonString());
        return await LookAsync(file, clock, isJson);
    }

    /// <summary>At the configuration of another world. Unless it is given a clock, nothing takes too long.</summary>
    public static async Task<(int Code, string[] Lines)> LookAsync(string file, TimeProvider? clock = null, bool isJson = false)
    {
        await using var output = new StringWriter();
        var code = await DoctorCommand.RunAsync(file, isJson, output, clock ?? new FakeTimeProvider(TimeProvider.System.GetUtcNow()), TestContext.Current.CancellationToken);
        return (code, output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    public async ValueTask DisposeAsync()
    {
        await Bank.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
