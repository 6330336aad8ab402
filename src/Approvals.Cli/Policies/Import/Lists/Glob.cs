namespace Approvals.Cli.Policies.Import.Lists;

/// <summary>What two names with <c>*</c> (any characters) and <c>?</c> (one) have to do with each other.</summary>
internal static class Glob
{
    public static bool IsGlob(string name) => name.AsSpan().ContainsAny('*', '?');

    /// <summary>Whether every name that <paramref name="inner"/> stands for is one of <paramref name="outer"/>'s. An exact name stands for itself.</summary>
    public static bool Covers(string outer, string inner)
    {
        var reached = Begin(outer);
        foreach (var sign in inner)
        {
            var next = new bool[outer.Length + 1];
            for (var at = 0; at < outer.Length; at++)
            {
                // A star within is covered by a star alone.
                next[at] |= reached[at] && outer[at] == '*';
                next[at + 1] |= reached[at] && sign != '*' && (outer[at] == '?' || outer[at] == sign);
            }

            reached = Skip(outer, next);
        }

        return reached[outer.Length];
    }

    /// <summary>Whether some name is one of both.</summary>
    public static bool Overlap(string one, string other)
    {
        var reached = Begin(one);
        foreach (var sign in other)
        {
            var next = new bool[one.Length + 1];
            for (var at = 0; at <= one.Length; at++)
            {
                if (!reached[at])
                {
                    continue;
                }

                if (sign == '*')
                {
                    next.AsSpan(at).Fill(true);
                    break;
                }

                if (at < one.Length)
                {
                    next[at] |= one[at] == '*';
                    next[at + 1] |= one[at] == '*' || one[at] == '?' || sign == '?' || one[at] == sign;
                }
            }

            reached = Skip(one, next);
        }

        return reached[one.Length];
    }

    /// <summary>Whether this gateway looks at <paramref name="one"/> before it looks at <paramref name="other"/>, however length is counted.</summary>
    public static bool Beats(string one, string other) => one.Length > other.Length && Letters(one) > Letters(other);

    private static int Letters(string glob) => glob.Count(sign => sign is not ('*' or '?'));

    private static bool[] Begin(string glob)
    {
        var reached = new bool[glob.Length + 1];
        reached[0] = true;
        return Skip(glob, reached);
    }

    // A star may stand for nothing.
    private static bool[] Skip(string glob, bool[] reached)
    {
        for (var at = 0; at < glob.Length; at++)
        {
            reached[at + 1] |= reached[at] && glob[at] == '*';
        }

        return reached;
    }
}
