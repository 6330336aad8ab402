namespace Approvals.Policies.Checking;

/// <summary>Something in a policy that works, and probably not as its writer means it.</summary>
/// <param name="File">The file as it was named.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in characters.</param>
/// <param name="Rule">What it is about, as a JSON pointer.</param>
/// <param name="Message">What is odd, and what would be right.</param>
public sealed record PolicyFinding(string File, int Line, int Column, string Rule, string Message)
{
    public override string ToString() => $"{File}:{Line}:{Column}: {Message}";
}
