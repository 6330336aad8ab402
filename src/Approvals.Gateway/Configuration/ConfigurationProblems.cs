namespace Approvals.Gateway.Configuration;

/// <summary>Everything that keeps the gateway from starting, each a line that names the key and what would be right.</summary>
internal sealed class ConfigurationProblems(IEnumerable<string> lines) : Exception("The configuration has problems.")
{
    // A value may hold line ends or worse; each problem stays one plain line.
    public IReadOnlyList<string> Lines { get; } = [.. lines.Select(line => string.Concat(line.Select(c => char.IsControl(c) ? ' ' : c)))];

    public ConfigurationProblems(string line)
        : this([line])
    {
    }

    public override string Message => string.Join(Environment.NewLine, Lines);
}
