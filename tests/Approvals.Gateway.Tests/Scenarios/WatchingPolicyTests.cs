using Approvals.Gateway.Tests.World;
using Microsoft.Data.Sqlite;

namespace Approvals.Gateway.Tests.Scenarios;

/// <summary>A policy in shadow: it judges, writes down what it would have done, and stops nothing.</summary>
public sealed class WatchingPolicyTests : BankStories
{
    private protected override void Arrange(GatewayWorld world) => world.WithPolicy("bank", """
        {"version":"1","mode":"shadow","default":"deny","hide":["hidden"],"tools":{
          "look":{"limits":[{"counter":"looks","window":"hour","max":1}]},
          "pay":{"action":"require_approval"}}}
        """);

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task Everything_goes_and_the_record_says_what_would_have_become_of_it(string era)
    {
        await using var alice = await AliceAsync(era);

        foreach (var tool in new[] { "look", "look", "pay", "hidden" })
        {
            Assert.Equal($"{tool} {{}}", (await alice.CallsAsync(tool)).Text);
        }

        Assert.Contains("hidden", await alice.ListsAsync());
        Assert.Empty((await Bob.ListAsync()).EnumerateArray());
        Assert.Equal(["call.allowed", "call.would_limit", "call.would_ask", "call.would_deny"], await NotedAsync(4));
    }

    private async Task<List<string>> NotedAsync(int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var rounds = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            var kinds = await KindsAsync();
            if (kinds.Count >= count)
            {
                return kinds;
            }

            await rounds.WaitForNextTickAsync(limit.Token);
        }
    }

    private async Task<List<string>> KindsAsync()
    {
        await using var database = new SqliteConnection($"Data Source={Path.Combine(World.Folder, "data", "approvals.db")};Pooling=False");
        await database.OpenAsync();
        await using var command = database.CreateCommand();
        command.CommandText = "SELECT Kind FROM Audit WHERE Kind LIKE 'call.%' ORDER BY Sequence";
        await using var rows = await command.ExecuteReaderAsync();
        var kinds = new List<string>();
        while (await rows.ReadAsync())
        {
            kinds.Add(rows.GetString(0));
        }

        return kinds;
    }
}
