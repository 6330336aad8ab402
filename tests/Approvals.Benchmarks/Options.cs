using System.Globalization;

namespace Approvals.Benchmarks;

/// <param name="Calls">How many are parked.</param>
/// <param name="Seconds">For how long they are watched.</param>
/// <param name="HearProgress">Whether each asked for progress notifications, which are longer than comment lines.</param>
internal sealed record ParkedOptions(int Calls, int Seconds, bool HearProgress)
{
    public static ParkedOptions Read(string[] args) => new(
        Options.Number(args, "--calls", 10_000), Options.Number(args, "--seconds", 60), args.Contains("--progress", StringComparer.Ordinal));
}

/// <param name="Rounds">How many decisions are measured.</param>
internal sealed record DecideOptions(int Rounds)
{
    public static DecideOptions Read(string[] args) => new(Options.Number(args, "--rounds", 1000));
}

/// <param name="Rounds">How many clicks are measured.</param>
internal sealed record PageOptions(int Rounds)
{
    public static PageOptions Read(string[] args) => new(Options.Number(args, "--rounds", 100));
}

internal static class Options
{
    public static int Number(string[] args, string name, int usual) =>
        Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : usual;
}
