using Approvals.Gateway.Tests.World;
using Microsoft.Data.Sqlite;

namespace Approvals.Gateway.Tests.Scenarios;

/// <summary>Policies that change while the gateway runs.</summary>
public sealed class PolicyReloadTests : BankStories
{
    private const string Denies = """{"version":"1","default":"deny","tools":{"pay":{"action":"deny","reason":"No more money."}}}""";
    private const string Typo = """{"version":"1","tools":{"pay":{"reqire_approval":[]}}}""";

    private string File => Path.Combine(World.Folder, "policies", "bank.json");

    [Fact]
    public async Task An_edit_is_in_force_within_a_second_and_is_noted()
    {
        await using var alice = await AliceAsync(Agent.Modern);
        var before = await VersionsAsync();

        await WriteAsync(Denies);

        await IsInForceAsync(alice);
        Assert.Equal("[POLICY DENIED] No more money.", (await alice.CallsAsync("pay")).Text);
        Assert.Single(before);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var rounds = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while ((await VersionsAsync()).Count < 2)
        {
            await rounds.WaitForNextTickAsync(limit.Token);
        }

        Assert.Equal(2, await CountAsync("SELECT COUNT(*) FROM Audit WHERE Kind = 'policy.in_force'"));
    }

    [Fact]
    public async Task A_broken_edit_changes_nothing_and_is_said_in_the_log_and_by_the_health_check()
    {
        await using var alice = await AliceAsync(Agent.Modern);
        using var http = World.Http();
        Assert.Equal("Healthy", await http.GetStringAsync("/healthz/ready"));

        await WriteAsync(Typo);

        await HealthBecomesAsync(http, BrokenBy(1));
        Assert.Equal("look {}", (await alice.CallsAsync("look")).Text);
        var call = alice.CallsAsync("pay");
        await Bob.DenyAsync(await Bob.SeesOneAsync());
        Assert.Equal("approval_denied", (await call).Code);
        Assert.Equal(1, World.Log.CountOf("unknown key 'reqire_approval'"));

        await WriteAsync(Denies);
        await HealthBecomesAsync(http, "Healthy");
        await IsInForceAsync(alice);
        Assert.Equal("[POLICY DENIED] No more money.", (await alice.CallsAsync("pay")).Text);
    }

    [Fact]
    public async Task A_policy_that_a_grant_names_cannot_be_taken_away_by_deleting_its_file()
    {
        await using var alice = await AliceAsync(Agent.Modern);
        using var http = World.Http();

        System.IO.File.Delete(File);

        // Two grants name it.
        await HealthBecomesAsync(http, BrokenBy(2));
        var call = alice.CallsAsync("pay");
        await Bob.DenyAsync(await Bob.SeesOneAsync());
        Assert.Equal("approval_denied", (await call).Code);
    }

    [Fact]
    public async Task What_the_policy_denies_by_now_is_not_released_although_it_was_approved()
    {
        await using var alice = await AliceAsync(Agent.Modern);
        await using var other = await AliceAsync(Agent.Modern);
        var call = alice.CallsAsync("pay");
        var waits = await Bob.SeesOneAsync();
        await WriteAsync(Denies);
        await IsInForceAsync(other);

        await Bob.ApproveAsync(waits);

        Assert.Equal("[POLICY DENIED] No more money.", (await call).Text);
        Assert.Equal("refused", await OutcomeOfAsync(waits));
        Assert.Equal(0, Bank.CountOf("pay"));
    }

    private static string BrokenBy(int problems) =>
        $"Degraded\npolicies: The policies in their folder are not in force, for they have problems ({problems}); the last good ones are. The log and the page /policies say more.";

    // As an editor does: whole, under another name, and then in its place.
    private async Task WriteAsync(string policy)
    {
        await System.IO.File.WriteAllTextAsync(File + ".new", policy);
        System.IO.File.Move(File + ".new", File, overwrite: true);
    }

    private static async Task IsInForceAsync(Agent agent)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while ((await agent.CallsAsync("look", stop: limit.Token)).Text == "look {}")
        {
        }
    }

    private static async Task HealthBecomesAsync(HttpClient http, string health)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var rounds = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await http.GetStringAsync("/healthz/ready", limit.Token) != health)
        {
            await rounds.WaitForNextTickAsync(limit.Token);
        }
    }

    private async Task<List<string>> VersionsAsync()
    {
        var found = new List<string>();
        await using var database = await OpenAsync();
        await using var command = database.CreateCommand();
        command.CommandText = "SELECT Version FROM PolicyVersions WHERE Name = 'bank' ORDER BY Sequence";
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            found.Add(rows.GetString(0));
        }

        return found;
    }

    private async Task<long> CountAsync(string sql)
    {
        await using var database = await OpenAsync();
        await using var command = database.CreateCommand();
        command.CommandText = sql;
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task<SqliteConnection> OpenAsync()
    {
        var database = new SqliteConnection($"Data Source={Path.Combine(World.Folder, "data", "approvals.db")};Pooling=False");
        await database.OpenAsync();
        return database;
    }
}
