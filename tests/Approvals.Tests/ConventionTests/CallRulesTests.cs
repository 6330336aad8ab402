using static Approvals.Tests.ConventionTests.Snippets;

namespace Approvals.Tests.ConventionTests;

public sealed class CallRulesTests
{
    // In pieces, so that a search for the calls finds only calls.
    private const string Sleep = "Sleep";
    private const string Delay = "Delay";

    [Theory]
    [InlineData("logger.LogInformation(\"a\")", 1)]
    [InlineData("this.logger?.LogError(error, \"a\")", 1)]
    [InlineData("logger.Log(LogLevel.Warning, \"a\")", 1)]
    [InlineData("LogCallParked(id)", 0)]
    [InlineData("Math.Log(2)", 0)]
    public void A_direct_log_call_is_an_offence(string call, int offences) => Count(offences, CallRules.DirectLogCalls, call);

    [Theory]
    [InlineData("DateTime.UtcNow.AddDays(1)", 1)]
    [InlineData("System.DateTimeOffset.Now", 1)]
    [InlineData("Environment.TickCount64", 1)]
    [InlineData("Stopwatch.StartNew()", 1)]
    [InlineData("clock.GetUtcNow()", 0)]
    [InlineData("DateTimeOffset.UnixEpoch", 0)]
    public void A_clock_read_is_an_offence(string call, int offences) => Count(offences, CallRules.ClockReads, call);

    [Theory]
    [InlineData("Guid.NewGuid()", 1)]
    [InlineData("Guid.CreateVersion7()", 1)]
    [InlineData("new System.Guid(bytes)", 1)]
    [InlineData("ApprovalId.New()", 0)]
    public void A_guid_is_an_offence(string call, int offences) => Count(offences, CallRules.RandomIds, call);

    [Theory]
    [InlineData("Thread." + Sleep + "(wait)", 1)]
    [InlineData("Task." + Delay + "(100)", 1)]
    [InlineData("Task." + Delay + "(TimeSpan.FromSeconds(1), cancelled)", 1)]
    [InlineData("Task." + Delay + "(TimeSpan.FromSeconds(1), world.Clock, cancelled)", 0)]
    [InlineData("Task." + Delay + "(Timeout.Infinite, cancelled)", 0)]
    public void A_sleep_is_an_offence(string call, int offences) => Count(offences, CallRules.Sleeps, call);

    [Theory]
    [InlineData("class T { [Fact(Skip = \"later\")] void A() { } }", 1)]
    [InlineData("class T { [Theory(SkipWhen = \"x\")] void A() { } }", 1)]
    [InlineData("class T { void A() { Assert.SkipWhen(true, \"x\"); } }", 1)]
    [InlineData("class T { [Fact] void A() { list.Skip(1); } }", 0)]
    public void A_skipped_test_is_an_offence(string text, int offences) =>
        Assert.Equal(offences, CallRules.SkippedTests(One(text)).Count());

    private static void Count(int offences, Func<IEnumerable<SourceFile>, IEnumerable<Offence>> rule, string expression) =>
        Assert.Equal(offences, rule(One($"class C {{ object M() => {expression}; }}")).Count());
}
