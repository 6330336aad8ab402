namespace Approvals.Chaos.Plans;

/// <summary>All chance of a run, from one seed. What is drawn for a purpose and a key does not depend on what else is drawn, or when.</summary>
internal sealed class Dice(int seed)
{
    public Random For(string purpose, string key = "")
    {
        // FNV-1a: string.GetHashCode differs from process to process.
        var hash = 2166136261u ^ (uint)seed;
        foreach (var letter in $"{purpose}/{key}")
        {
            hash = (hash ^ letter) * 16777619u;
        }

        return new Random((int)hash);
    }
}

internal static class DiceExtensions
{
    public static bool Hits(this Random random, double share) => random.NextDouble() < share;

    /// <summary>A length of time from <paramref name="least"/> to <paramref name="most"/> milliseconds.</summary>
    public static TimeSpan Milliseconds(this Random random, int least, int most) => TimeSpan.FromMilliseconds(random.Next(least, most + 1));

    /// <summary>One of these, each with its weight.</summary>
    public static T Among<T>(this Random random, params ReadOnlySpan<(int Weight, T Value)> choices)
    {
        var total = 0;
        foreach (var (weight, _) in choices)
        {
            total += weight;
        }

        var drawn = random.Next(total);
        foreach (var (weight, value) in choices)
        {
            if ((drawn -= weight) < 0)
            {
                return value;
            }
        }

        throw new InvalidOperationException("Nothing has a weight.");
    }
}
