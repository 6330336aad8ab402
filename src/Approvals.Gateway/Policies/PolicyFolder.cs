using Approvals.Policies;

namespace Approvals.Gateway.Policies;

/// <summary>Reads the policy documents of a folder: <c>ecs.json</c> is the policy <c>ecs</c>.</summary>
internal static class PolicyFolder
{
    private const string Cases = ".cases.json";
    private const string Schema = ".schema.json";

    /// <summary>Every policy, or every problem of every file.</summary>
    public static IReadOnlyList<Policy> Read(string directory, List<string> problems)
    {
        if (!Directory.Exists(directory))
        {
            problems.Add($"Policies:Directory: there is no folder {directory}; make it, or name the one that has the policies");
            return [];
        }

        var policies = new List<Policy>();
        foreach (var file in Directory.EnumerateFiles(directory, "*.json").Where(IsPolicy).Order(StringComparer.Ordinal))
        {
            Add(policies, problems, Path.GetFileNameWithoutExtension(file), file, ReadBytes(file, problems));
        }

        return policies;
    }

    /// <summary>The policy of the demo, which is part of the program.</summary>
    public static Policy ReadDemo()
    {
        using var resource = typeof(PolicyFolder).Assembly.GetManifestResourceStream("demo-policy.json")!;
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return PolicyReader.Read("demo", "demo.json", bytes, out var problems)
            ?? throw new InvalidOperationException(string.Join(Environment.NewLine, problems));
    }

    private static void Add(List<Policy> policies, List<string> problems, string name, string file, byte[]? bytes)
    {
        if (bytes is null)
        {
            return;
        }

        if (PolicyReader.Read(name, file, bytes, out var found) is { } policy)
        {
            policies.Add(policy);
        }

        problems.AddRange(found.Select(problem => problem.ToString()));
    }

    private static byte[]? ReadBytes(string file, List<string> problems)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            problems.Add($"{file}: cannot be read: {refused.Message}");
            return null;
        }
    }

    private static bool IsPolicy(string file) =>
        !file.EndsWith(Cases, StringComparison.Ordinal) && !file.EndsWith(Schema, StringComparison.Ordinal);
}
