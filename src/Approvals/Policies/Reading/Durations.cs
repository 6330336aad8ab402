using System.Globalization;

namespace Approvals.Policies.Reading;

/// <summary>Reads lengths of time.</summary>
internal static class Durations
{
    public static readonly IReadOnlyDictionary<string, TimeSpan> Words = new Dictionary<string, TimeSpan>(StringComparer.Ordinal)
    {
        ["second"] = TimeSpan.FromSeconds(1),
        ["minute"] = TimeSpan.FromMinutes(1),
        ["hour"] = TimeSpan.FromHours(1),
        ["day"] = TimeSpan.FromDays(1),
    };

    /// <summary>How a duration is written, as a pattern. How long it may be is for each place to say.</summary>
    public const string Pattern = "^[0-9]{1,7}[smhd]$";

    /// <summary>A limit's window: a word, a number of seconds, or a text such as "15m"; from 1 second to 1 day.</summary>
    public static TimeSpan? Window(Cursor cursor)
    {
        var found = cursor.Node switch
        {
            Node.Text { Value: var text } when Words.TryGetValue(text, out var word) => word,
            Node.Text { Value: var text } => Parse(text),
            Node.Number { Digits: var digits } => Parse(digits + "s"),
            _ => null,
        };
        return Within(found, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1), cursor, Windows);
    }

    /// <summary>How long a question stands: a text such as "30m", from 10 seconds to 7 days.</summary>
    public static TimeSpan? Expiry(Cursor cursor)
    {
        var found = cursor.Node is Node.Text { Value: var text } ? Parse(text) : null;
        return Within(found, TimeSpan.FromSeconds(10), TimeSpan.FromDays(7), cursor, "a duration from \"10s\" to \"7d\", such as \"30m\"");
    }

    /// <summary>How long a call is held at most: a text such as "20s", from 1 second to 1 hour.</summary>
    public static TimeSpan? Hold(Cursor cursor)
    {
        var found = cursor.Node is Node.Text { Value: var text } ? Parse(text) : null;
        return Within(found, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), cursor, "a duration from \"1s\" to \"1h\", such as \"20s\"");
    }

    /// <summary>How long an approval counts for equal calls: a text such as "10m", from 1 minute to 1 hour.</summary>
    public static TimeSpan? Remembered(Cursor cursor)
    {
        var found = cursor.Node is Node.Text { Value: var text } ? Parse(text) : null;
        return Within(found, TimeSpan.FromMinutes(1), Terms.LongestRemember, cursor, "a duration from \"1m\" to \"1h\", such as \"10m\"");
    }

    private const string Windows = "\"second\", \"minute\", \"hour\", \"day\", a whole number of seconds from 1 to 86400, or a duration such as \"15m\" up to \"1d\"";

    private static TimeSpan? Within(TimeSpan? found, TimeSpan least, TimeSpan most, Cursor cursor, string what)
    {
        if (found >= least && found <= most)
        {
            return found;
        }

        cursor.MustBe(what);
        return null;
    }

    private static TimeSpan? Parse(string text)
    {
        var unit = text is [.., var last] ? last : ' ';
        long? seconds = unit switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86400, _ => null };
        // Seven digits are more than any duration here needs, and cannot overflow.
        return seconds is { } each && text.Length <= 8
            && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? TimeSpan.FromSeconds(number * each)
            : null;
    }
}
