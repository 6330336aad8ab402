using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Approvals.Tests.ConventionTests;

/// <summary>A library, or a word, that has one place.</summary>
internal static class PlaceRules
{
    private const string Gateway = "src/Approvals.Gateway";

    private static readonly string[] Outside =
    [
        "System.IO", "System.Net", "System.Data", "System.Diagnostics.Process", "Microsoft.EntityFrameworkCore", "Microsoft.AspNetCore",
        "Microsoft.Extensions", "MassTransit", "ModelContextProtocol", "Approvals.Gateway", "Approvals.Cli", "Approvals.Demo",
    ];

    // System.IO and System.Net.Http come with the implicit usings, so their types are named without them.
    private static readonly HashSet<string> OutsideTypes =
        ["HttpClient", "HttpMessageInvoker", "FileStream", "FileInfo", "DirectoryInfo", "StreamReader", "StreamWriter", "TimeProvider", "Socket"];

    private static readonly HashSet<string> OutsideDoors = ["File", "Directory", "Console", "Environment"];

    /// <summary>The rules: data in, answer out.</summary>
    public static IEnumerable<Offence> RulesThatReachOut(IEnumerable<SourceFile> files)
    {
        foreach (var file in files.Where(file => file.IsUnder("src/Approvals")))
        {
            foreach (var node in Outside.SelectMany(file.Mentions))
            {
                yield return file.Offence(node, $"the rules may not use {node}");
            }

            foreach (var name in file.All<IdentifierNameSyntax>().Where(name => OutsideTypes.Contains(name.Identifier.Text) || IsDoor(name)))
            {
                yield return file.Offence(name, $"the rules may not use {name}");
            }
        }
    }

    public static IEnumerable<Offence> RulesThatReferToProjects(IReadOnlyDictionary<string, string> projects) =>
        from project in projects
        where project.Key == "src/Approvals/Approvals.csproj"
        from word in new[] { "<ProjectReference", "<FrameworkReference", "Microsoft.NET.Sdk.Web" }
        where project.Value.Contains(word, StringComparison.Ordinal)
        select new Offence(project.Key, 1, $"the rules stand alone, without {word.TrimStart('<')}");

    /// <summary>A global using would hide from every other rule here who uses what.</summary>
    public static IEnumerable<Offence> HiddenUsings(IEnumerable<SourceFile> files, IReadOnlyDictionary<string, string> projects) =>
        (from file in files
         from directive in file.All<UsingDirectiveSyntax>()
         where directive.GlobalKeyword.IsKind(SyntaxKind.GlobalKeyword)
         select file.Offence(directive, $"{directive}: a file names what it uses"))
        .Concat(
            from project in projects
            where project.Value.Contains("<Using ", StringComparison.Ordinal)
            select new Offence(project.Key, 1, "<Using>: a file names what it uses"));

    public static IEnumerable<Offence> EntityFrameworkOutsideStorage(IEnumerable<SourceFile> files) =>
        Outsiders(files, ["Microsoft.EntityFrameworkCore", "Npgsql"], file => file.IsUnder($"{Gateway}/Storage"))
            // The audit is verified without the gateway, over its file.
            .Concat(Outsiders(files, ["Microsoft.Data.Sqlite"], file => file.IsUnder($"{Gateway}/Storage") || file.IsUnder("src/Approvals.Cli/Audit")));

    public static IEnumerable<Offence> MassTransitOutsideMessaging(IEnumerable<SourceFile> files) =>
        Outsiders(files, ["MassTransit"], file => file.IsUnder($"{Gateway}/Messaging") || DeclaresConsumer(file));

    public static IEnumerable<Offence> SdkOutsideUpstreams(IEnumerable<SourceFile> files) =>
        Outsiders(files, ["ModelContextProtocol"], file => file.IsUnder($"{Gateway}/Upstreams") || file.IsUnder("src/Approvals.Demo"));

    /// <summary>Comments may speak of Slack; code may not, but where it is configured and put together.</summary>
    public static IEnumerable<Offence> SlackOutsideItsFolder(IEnumerable<SourceFile> files) =>
        from file in files
        where !file.IsUnder($"{Gateway}/Notifications/Slack") && !file.IsUnder($"{Gateway}/Startup") && file.Path != $"{Gateway}/Program.cs"
        where !file.Name.EndsWith("Options.cs", StringComparison.Ordinal)
        where !(file.IsUnder($"{Gateway}/Notifications") && file.Name.EndsWith("Setup.cs", StringComparison.Ordinal))
        from token in file.Root.DescendantTokens()
        where token.Text.Contains("Slack", StringComparison.Ordinal)
        select file.Offence(token, $"{token.Text}: Slack's words stay in Notifications/Slack");

    private static IEnumerable<Offence> Outsiders(IEnumerable<SourceFile> files, string[] libraries, Func<SourceFile, bool> mayUse) =>
        from file in files
        where !mayUse(file)
        from library in libraries
        from node in file.Mentions(library)
        select file.Offence(node, $"{library} is not used here");

    private static bool DeclaresConsumer(SourceFile file) =>
        file.All<SimpleBaseTypeSyntax>().Any(named =>
            named.Type.DescendantNodesAndSelf().OfType<GenericNameSyntax>().FirstOrDefault()?.Identifier.Text is "IConsumer" or "ConsumerDefinition");

    private static bool IsDoor(IdentifierNameSyntax name) =>
        OutsideDoors.Contains(name.Identifier.Text)
        && name.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } access && access.Expression == name;
}
