namespace Approvals.Cli.Policies.Import;

/// <summary>Names for the counters of one policy, no two alike.</summary>
internal sealed class CounterNames
{
    private const int Longest = 100;
    private const int LongestNumber = 4;

    private readonly HashSet<string> _given = new(StringComparer.Ordinal);

    /// <summary>A name as near to this one as can be. A counter that begins with a slash is one of the gateway's own.</summary>
    public string Give(string wanted)
    {
        var plain = string.Concat((wanted[0] == '/' ? "_" + wanted : wanted).Select(unit => char.IsControl(unit) || char.IsSurrogate(unit) ? '_' : unit));
        var cut = plain.Length <= Longest - LongestNumber ? plain : plain[..(Longest - LongestNumber)];
        for (var number = 1; ; number++)
        {
            var candidate = number == 1 ? cut : $"{cut}_{number}";
            if (_given.Add(candidate))
            {
                return candidate;
            }
        }
    }
}
