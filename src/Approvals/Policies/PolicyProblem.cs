namespace Approvals.Policies;

/// <summary>One thing that is wrong in a policy document, and where.</summary>
/// <param name="File">The file as it was named to the reader.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in characters (Unicode code points).</param>
/// <param name="Message">What is wrong, and what would be right.</param>
public sealed record PolicyProblem(string File, int Line, int Column, string Message)
{
    public override string ToString() => $"{File}:{Line}:{Column}: {Message}";
}
