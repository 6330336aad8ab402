using Approvals.Chaos.Checking;

namespace Approvals.Chaos.Plans;

/// <summary>How long an agent stays on one attempt, and how it goes. Null stays to the end.</summary>
internal sealed record Stay(Parting How, TimeSpan For);

/// <summary>What a reviewer will do, and how long after seeing the request.</summary>
internal sealed record Opinion(string Choice, TimeSpan After);

/// <summary>Everything that will be done to one call, drawn before it is made.</summary>
internal sealed record KeyPlan
{
    public const string Bob = "bob";
    public const string Carol = "carol";

    /// <summary>The tool; <c>rush</c> expires after ten seconds.</summary>
    public required string Tool { get; init; }

    /// <summary>The first attempts that the agent does not sit out.</summary>
    public required IReadOnlyList<Stay> Stays { get; init; }

    /// <summary>After the first of them it does not come back.</summary>
    public required bool Abandons { get; init; }

    public required bool HearsProgress { get; init; }

    public required Trouble Trouble { get; init; }

    /// <summary>How long the upstream takes if it is slow, and whether it has its effect first.</summary>
    public required TimeSpan Slowness { get; init; }

    public required bool ActsFirst { get; init; }

    /// <summary>By reviewer. Without one nobody looks at it, and it expires.</summary>
    public required IReadOnlyDictionary<string, Opinion> Opinions { get; init; }

    public static KeyPlan Of(Dice dice, string key)
    {
        var random = dice.For("key", key);
        var isRush = random.Hits(0.08);
        return new KeyPlan
        {
            Tool = isRush ? "rush" : "pay",
            Stays = [.. Enumerable.Range(0, random.Among((60, 0), (25, 1), (15, 2))).Select(_ => DrawStay(random))],
            Abandons = random.Hits(0.08),
            HearsProgress = random.Hits(0.5),
            Trouble = DrawTrouble(random),
            Slowness = random.Milliseconds(200, 2500),
            ActsFirst = random.Hits(0.5),
            Opinions = isRush && random.Hits(0.6) ? new Dictionary<string, Opinion>() : DrawOpinions(random),
        };
    }

    private static Stay DrawStay(Random random) => new(
        random.Hits(0.5) ? Parting.Left : Parting.TimedOut,
        random.Among((60, random.Milliseconds(5, 600)), (40, random.Milliseconds(600, 4000))));

    private static Trouble DrawTrouble(Random random) => random.Among(
        (56, Trouble.None), (20, Trouble.Slow), (4, Trouble.DropsBefore), (5, Trouble.DropsAfter), (2, Trouble.Hangs),
        (3, Trouble.ServerErrorBefore), (3, Trouble.ServerErrorAfter), (4, Trouble.Declines), (3, Trouble.TurnsAway));

    // Half of the time both decide at the same instant.
    private static Dictionary<string, Opinion> DrawOpinions(Random random)
    {
        var bob = DrawDelay(random);
        var carol = random.Hits(0.5) ? bob : DrawDelay(random);
        return new()
        {
            [Bob] = new(random.Hits(0.95) ? "approve" : "deny", bob),
            [Carol] = new(random.Hits(0.65) ? "approve" : "deny", carol),
        };
    }

    private static TimeSpan DrawDelay(Random random) =>
        random.Among((45, TimeSpan.Zero), (35, random.Milliseconds(50, 1500)), (20, random.Milliseconds(1500, 7000)));
}
