using System.Globalization;

namespace Approvals.Gateway.Reviews.Words;

/// <summary>Times and numbers in words.</summary>
internal static class Moments
{
    // A no-break space between thousands reads in every country.
    private static readonly NumberFormatInfo Spaced = new() { NumberGroupSeparator = "\u00A0", NumberGroupSizes = [3] };

    public static string Number(long number) => number.ToString("N0", Spaced);

    public static string Count(long number, string thing) => $"{Number(number)} {thing}{(number == 1 ? "" : "s")}";

    public static string Utc(DateTimeOffset time) => time.UtcDateTime.ToString("d MMM yyyy, HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    public static string Machine(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>For example <c>in 27 min</c>, <c>3 h 05 min ago</c> or <c>now</c>.</summary>
    public static string Relative(DateTimeOffset time, DateTimeOffset now) => (time - now) switch
    {
        { TotalSeconds: >= 1 } ahead => $"in {Length(ahead)}",
        { TotalSeconds: <= -1 } past => $"{Length(-past)} ago",
        _ => "now",
    };

    public static string Length(TimeSpan length) => length switch
    {
        { TotalMinutes: < 1 } => $"{length.Seconds} s",
        { TotalMinutes: < 5 } => $"{length.Minutes} min {length.Seconds:00} s",
        { TotalHours: < 1 } => $"{length.Minutes} min",
        { TotalDays: < 1 } => $"{length.Hours} h {length.Minutes:00} min",
        { TotalDays: < 2 } => "1 day",
        _ => $"{(int)length.TotalDays} days",
    };
}
