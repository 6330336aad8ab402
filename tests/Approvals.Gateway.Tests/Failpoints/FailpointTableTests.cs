using Approvals.Gateway.Failpoints;

namespace Approvals.Gateway.Tests.Failpoints;

/// <summary>The process dies there, as by kill -9, and is started again.</summary>
public sealed class KilledAtTests : FailpointTests
{
    private protected override string Action => "kill";

    public static TheoryData<string> Held { get; } = [.. FailpointRow.Held("kill").Select(row => $"{row.At}")];

    [Theory]
    [MemberData(nameof(Held))]
    public Task A_call_that_waits_for_a_person_survives(string at) => HoldsAsync(at);
}

/// <summary>The step fails there, once, with an exception that nobody expects.</summary>
public sealed class FailsAtTests : FailpointTests
{
    private protected override string Action => "fail";

    public static TheoryData<string> Held { get; } = [.. FailpointRow.Held("fail").Select(row => $"{row.At}")];

    [Theory]
    [MemberData(nameof(Held))]
    public Task A_call_that_waits_for_a_person_survives(string at) => HoldsAsync(at);
}

/// <summary>Calls that nobody has to approve: no queue is on their way.</summary>
public sealed class StraightKilledAtTests : FailpointTests
{
    private protected override string Action => "kill";

    [Theory]
    [MemberData(nameof(Straight))]
    public Task An_allowed_call_exceeds_no_limit(string at) => GoesStraightAsync(Enum.Parse<Point>(at));
}

public sealed class StraightFailsAtTests : FailpointTests
{
    private protected override string Action => "fail";

    [Theory]
    [MemberData(nameof(Straight))]
    public Task An_allowed_call_exceeds_no_limit(string at) => GoesStraightAsync(Enum.Parse<Point>(at));
}

/// <summary>The same where a broker makes a difference.</summary>
public sealed class KilledAtOverRabbitMqTests : FailpointTests
{
    private protected override string Action => "kill";

    private protected override bool IsOverRabbitMq => true;

    [Theory]
    [MemberData(nameof(OfTheQueue))]
    public Task A_call_that_waits_for_a_person_survives(string at) => HoldsAsync(at);
}

public sealed class FailsAtOverRabbitMqTests : FailpointTests
{
    private protected override string Action => "fail";

    private protected override bool IsOverRabbitMq => true;

    [Theory]
    [MemberData(nameof(OfTheQueue))]
    public Task A_call_that_waits_for_a_person_survives(string at) => HoldsAsync(at);
}

public sealed class FailpointCoverageTests
{
    [Theory]
    [InlineData("kill")]
    [InlineData("fail")]
    public void Every_point_has_a_row(string action) =>
        Assert.Equal(Enum.GetValues<Point>(), FailpointRow.Held(action).Select(row => row.At).Union(FailpointRow.Straight).Order());

    [Fact]
    public void The_ordinary_build_has_no_failpoints()
    {
        Environment.SetEnvironmentVariable(FailpointPlan.Variable, "Read=fail,Latching=skip");
        try
        {
            Failpoint.Reach(Point.Read);
            Assert.False(Failpoint.Skips(Point.Latching));
        }
        finally
        {
            Environment.SetEnvironmentVariable(FailpointPlan.Variable, null);
        }
    }

    [Fact]
    public void A_point_that_there_is_not_stops_the_start() =>
        Assert.Contains("'Lached=kill' is not one of Read,", Assert.Throws<InvalidOperationException>(() => FailpointPlan.Read("Lached=kill")).Message);
}
