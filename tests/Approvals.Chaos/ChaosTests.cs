using Approvals.Chaos.Checking;
using Approvals.Chaos.Plans;
using Approvals.Chaos.Storm;

namespace Approvals.Chaos;

/// <summary>Twelve agents, two reviewers, a fickle upstream, and a gateway that is killed again and again. infra/chaos.sh runs it for longer.</summary>
public sealed class ChaosTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Nothing_is_lost_doubled_or_unjustified_however_often_it_is_killed()
    {
        var settings = ChaosSettings.Read();
        Say($"{settings.Length.TotalMinutes:0.##} minutes, seed {settings.Seed}, {(settings.IsOverRabbitMq ? "over RabbitMQ" : "in memory")}");
        await using var storm = new Storm.Storm(settings, new Chronicle(TimeProvider.System));

        var account = await storm.RunAsync();

        Say(Figures.Of(account));
        Assert.True(account.Listed.Count > 50, "So few calls were made that nothing was tried.");
        var faults = Checker.Check(account);
        Assert.True(faults.Count == 0, Figures.Of(faults, account, $"Seed {settings.Seed}."));
    }

    [Fact]
    public async Task A_latch_that_is_broken_on_purpose_is_found_out()
    {
        var settings = new ChaosSettings(Length: TimeSpan.FromSeconds(20), Seed: 1, IsOverRabbitMq: false);
        await using var storm = new Storm.Storm(settings, new Chronicle(TimeProvider.System), failpoints: "Latching=skip");

        var faults = Checker.Check(await storm.RunAsync());

        Assert.Contains(faults, fault => fault.Kind == FaultKind.Doubled && fault.Why.EndsWith("effects", StringComparison.Ordinal));
    }

    private void Say(string text)
    {
        output.WriteLine(text);
        Console.WriteLine(text);
    }
}
