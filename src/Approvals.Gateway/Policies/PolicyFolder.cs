using System.Text;
using Approvals.Policies;

namespace Approvals.Gateway.Policies;

/// <summary>Reads the policy documents of a folder: <c>ecs.json</c> is the policy <c>ecs</c>.</summary>
internal static class PolicyFolder
{
    /// <summary>Every policy, or every problem of every file.</summary>
    public static IReadOnlyList<PolicyDocument> Read(string directory, List<string> problems)
    {
        if (!Directory.Exists(directory))
        {
            problems.Add($"Policies:Directory: there is no folder {directory}; make it, or name the one that has the policies");
            return [];
        }

        var documents = new List<PolicyDocument>();
        foreach (var file in FilesOf(directory))
        {
            Add(documents, problems, Path.GetFileNameWithoutExtension(file), file, ReadBytes(file, problems));
        }

        return documents;
    }

    /// <summary>Changes whenever a policy of the folder may have changed: by its name, its size, its time, or what a link leads to.</summary>
    public static string StampOf(string directory) => string.Join('\n', FilesOf(directory).Select(file =>
    {
        // Mounted configuration maps are links, and only what they lead to changes.
        var target = File.ResolveLinkTarget(file, returnFinalTarget: true) as FileInfo ?? new FileInfo(file);
        return $"{file} {target.FullName} {target.Length} {target.LastWriteTimeUtc.Ticks}";
    }));

    /// <summary>The policy of the demo, which is part of the program.</summary>
    public static PolicyDocument ReadDemo()
    {
        using var resource = typeof(PolicyFolder).Assembly.GetManifestResourceStream("demo-policy.json")!;
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return PolicyReader.Read("demo", "demo.json", bytes, out var problems) is { } policy
            ? new PolicyDocument(policy, "demo.json", Encoding.UTF8.GetString(bytes))
            : throw new InvalidOperationException(string.Join(Environment.NewLine, problems));
    }

    private static IEnumerable<string> FilesOf(string directory) =>
        Directory.EnumerateFiles(directory, "*.json").Where(PolicyFileNames.IsPolicy).Order(StringComparer.Ordinal);

    private static void Add(List<PolicyDocument> documents, List<string> problems, string name, string file, byte[]? bytes)
    {
        if (bytes is null)
        {
            return;
        }

        if (PolicyReader.Read(name, file, bytes, out var found) is { } policy)
        {
            documents.Add(new PolicyDocument(policy, file, Encoding.UTF8.GetString(bytes)));
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
}
