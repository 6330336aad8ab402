using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Approvals.Tests.ConventionTests;

/// <summary>Who may use whom inside the gateway. The table is the map; change it here and in src/README.md together.</summary>
internal static class ArrowRules
{
    private const string Gateway = "Approvals.Gateway";
    private static readonly string[] Floor = ["Failpoints", "Configuration", "Observability", "Storage", "Audit", "Messaging"];
    private static readonly string[] UnderReviews = [.. Floor, "Grants", "Policies", "Upstreams"];
    private static readonly string[] UnderPeople = [.. UnderReviews, "Reviews"];

    /// <summary>A folder of the gateway, and the folders beside it that it may name.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Allowed = new Dictionary<string, string[]>
    {
        ["Failpoints"] = [],
        ["Configuration"] = [],
        ["Observability"] = ["Configuration", "Storage"],
        ["Storage"] = ["Failpoints", "Configuration"],
        ["Audit"] = ["Configuration", "Storage"],
        ["Messaging"] = ["Failpoints", "Configuration", "Storage"],
        ["Grants"] = Floor,
        ["Policies"] = [.. Floor, "Grants"],
        ["Upstreams"] = [.. Floor, "Grants"],
        ["Reviews"] = UnderReviews,
        ["Notifications"] = UnderPeople,
        ["Inbox"] = UnderPeople,
        // Reads every feature's options and checks them against each other.
        ["Startup"] = [.. UnderPeople, "Notifications"],
        ["Calls"] = [.. UnderPeople, "Notifications", "Inbox"],
    };

    public static IEnumerable<Offence> ForbiddenArrows(IReadOnlyCollection<SourceFile> files)
    {
        var types = TypesByFolder(files);
        return from file in files
               let own = FolderOf(file)
               where own is not null
               from offence in Allowed.ContainsKey(own) ? ArrowsOf(file, own, types) : [UnknownFolder(file, own)]
               select offence;
    }

    /// <summary>The arrows are read off the namespaces, so a namespace is where its file is.</summary>
    public static IEnumerable<Offence> MisplacedNamespaces(IEnumerable<SourceFile> files) =>
        from file in files
        where file.IsUnder($"src/{Gateway}")
        let expected = file.Folder["src/".Length..].Replace('/', '.')
        from declared in file.All<BaseNamespaceDeclarationSyntax>()
        where declared.Name.ToString() != expected
        select file.Offence(declared.Name, $"namespace {declared.Name}, but its folder says {expected}");

    private static IEnumerable<Offence> ArrowsOf(SourceFile file, string own, ILookup<string, string> types) =>
        from name in file.DottedNames()
        let used = FolderNamedBy(name.Text, types)
        where used is not null && used != own && !Allowed[own].Contains(used)
        select file.Offence(name.Node, $"{own} may not use {used}");

    private static Offence UnknownFolder(SourceFile file, string own) =>
        new(file.Path, 1, $"{own} is not in the table of ArrowRules: say whom it may use");

    private static string? FolderOf(SourceFile file) =>
        file.IsUnder($"src/{Gateway}") && file.Path.Split('/') is { Length: > 3 } parts ? parts[2] : null;

    // Inside the gateway `Storage.ApprovalRow` and `Gateway.Storage.ApprovalRow` are names, too; a property called
    // Storage is told from the folder by what follows it.
    private static string? FolderNamedBy(string name, ILookup<string, string> types)
    {
        var parts = name.Split('.', '<', '(');
        return parts switch
        {
            ["Approvals", "Gateway", var folder, ..] when Allowed.ContainsKey(folder) => folder,
            ["Gateway", var folder, ..] when Allowed.ContainsKey(folder) => folder,
            [var folder, var type, ..] when types[folder].Contains(type) => folder,
            _ => null,
        };
    }

    private static ILookup<string, string> TypesByFolder(IEnumerable<SourceFile> files) =>
        (from file in files
         let folder = FolderOf(file)
         where folder is not null
         from type in file.All<BaseTypeDeclarationSyntax>()
         select (folder, type.Identifier.Text)).ToLookup(pair => pair.folder, pair => pair.Text);
}
