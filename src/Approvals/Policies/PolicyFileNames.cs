namespace Approvals.Policies;

/// <summary>What the files in a folder of policies are, by their names.</summary>
public static class PolicyFileNames
{
    /// <summary>How the files of a policy's cases end: <c>ecs.cases.json</c> beside <c>ecs.json</c>.</summary>
    public const string Cases = ".cases.json";

    private const string Schema = ".schema.json";
    private const string Document = ".json";

    /// <summary>Whether a file of this name or path is a policy.</summary>
    public static bool IsPolicy(string file) =>
        file.EndsWith(Document, StringComparison.Ordinal) && !file.EndsWith(Cases, StringComparison.Ordinal) && !file.EndsWith(Schema, StringComparison.Ordinal);

    /// <summary>The cases that belong to a policy's file.</summary>
    public static string CasesOf(string policyFile) => policyFile[..^Document.Length] + Cases;
}
