using System.Collections.Immutable;

namespace Approvals.Policies.Reading;

/// <summary>Collects what is wrong with one document.</summary>
internal sealed class Problems(string file, ReadOnlySpan<byte> utf8)
{
    private readonly List<(int At, string Message)> _found = [];

    public Places Places { get; } = new(utf8);

    public void Add(int at, string message) => _found.Add((at, message));

    /// <summary>How another place is named inside a message.</summary>
    public string Place(int at)
    {
        var (line, column) = Places.Of(at);
        return $"line {line}, column {column}";
    }

    public ImmutableArray<PolicyProblem> InOrder() => [.. _found.OrderBy(problem => problem.At).Select(Located)];

    private PolicyProblem Located((int At, string Message) problem)
    {
        var (line, column) = Places.Of(problem.At);
        return new PolicyProblem(file, line, column, problem.Message);
    }
}
