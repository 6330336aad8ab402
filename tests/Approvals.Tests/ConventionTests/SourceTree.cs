namespace Approvals.Tests.ConventionTests;

/// <summary>The source files of this repository, parsed once.</summary>
internal static class SourceTree
{
    private static readonly string[] Generated = ["/bin/", "/obj/", "/node_modules/", "/Storage/Migrations/"];

    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    public static IReadOnlyList<SourceFile> Source { get; } = Read("src");

    public static IReadOnlyList<SourceFile> Tests { get; } = Read("tests");

    /// <summary>The project files of src: their path and text.</summary>
    public static IReadOnlyDictionary<string, string> Projects { get; } =
        Directory.GetFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories).ToDictionary(Relative, File.ReadAllText);

    private static SourceFile[] Read(string folder) =>
    [
        .. from file in Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
           let path = Relative(file)
           where !Generated.Any(part => path.Contains(part, StringComparison.Ordinal))
           orderby path
           select SourceFile.Parse(path, File.ReadAllText(file)),
    ];

    private static string Relative(string file) => Path.GetRelativePath(Root, file).Replace('\\', '/');

    private static string Find(DirectoryInfo? folder)
    {
        for (; folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Approvals.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Approvals.sln.");
    }
}
