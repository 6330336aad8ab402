using System.Globalization;
using System.Text.RegularExpressions;

namespace Approvals.Cli.Policies.Import.Intercept;

/// <summary>Lengths of time as Go writes them: <c>30m</c>, <c>1h30m</c>, <c>1.5h</c>.</summary>
internal static partial class GoDuration
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>How long a question stands, brought into what the language takes; null when it is no duration.</summary>
    public static TimeSpan? Expiry(string text)
    {
        if (!Whole().IsMatch(text))
        {
            return null;
        }

        var seconds = Part().Matches(text).Sum(part => double.Parse(part.Groups[1].Value, CultureInfo.InvariantCulture) * Seconds(part.Groups[2].Value));
        var expiry = TimeSpan.FromSeconds(Math.Floor(Math.Min(seconds, Longest.TotalSeconds)));
        return expiry < Shortest ? Shortest : expiry;
    }

    private static double Seconds(string unit) => unit switch
    {
        "h" => 3600,
        "m" => 60,
        "s" => 1,
        "ms" => 1e-3,
        _ => 0,
    };

    [GeneratedRegex(@"^([0-9]{1,9}(\.[0-9]{1,9})?(ns|us|µs|ms|s|m|h))+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Whole();

    [GeneratedRegex(@"([0-9]+(?:\.[0-9]+)?)(ns|us|µs|ms|s|m|h)", RegexOptions.CultureInvariant)]
    private static partial Regex Part();
}
