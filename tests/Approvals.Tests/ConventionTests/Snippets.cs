namespace Approvals.Tests.ConventionTests;

/// <summary>Small sources that break a rule, or just do not.</summary>
internal static class Snippets
{
    public static SourceFile[] One(string text, string path = "src/Approvals.Gateway/Calls/Some.cs") => [SourceFile.Parse(path, text)];

    public static string Lines(int count, string line = "") => string.Concat(Enumerable.Repeat(line + "\n", count));

    /// <summary>What the rule said, a line each.</summary>
    public static string[] Say(IEnumerable<Offence> offences) => [.. offences.Select(offence => offence.ToString())];
}
