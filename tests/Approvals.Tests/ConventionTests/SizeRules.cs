using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Approvals.Tests.ConventionTests;

/// <summary>The hard stops of the budgets. One that hurts is a sign that a concept has no name yet.</summary>
internal static class SizeRules
{
    public const int FileLines = 250;
    public const int MethodLines = 60;
    public const int ConstructorParameters = 7;
    public const int FilesInFolder = 16;

    public static IEnumerable<Offence> LongFiles(IEnumerable<SourceFile> files) =>
        from file in files
        let text = file.Root.SyntaxTree.GetText()
        let lines = text.Lines.Count - (text.Lines[^1].Span.IsEmpty ? 1 : 0)
        where lines > FileLines
        select new Offence(file.Path, lines, $"{lines} lines, {FileLines} at most");

    /// <summary>Local functions and lambdas count as the member that holds them, and so do a program's top-level statements.</summary>
    public static IEnumerable<Offence> LongMethods(IEnumerable<SourceFile> files) =>
        from file in files
        from member in Members(file)
        let lines = file.LineOf(member.End) - file.LineOf(member.Start) + 1
        where lines > MethodLines
        select new Offence(file.Path, file.LineOf(member.Start), $"{member.Name} has {lines} lines, {MethodLines} at most");

    /// <summary>Positional records are data and may carry as much as there is to carry.</summary>
    public static IEnumerable<Offence> WideConstructors(IEnumerable<SourceFile> files) =>
        from file in files
        from node in file.Root.DescendantNodes()
        let parameters = node switch
        {
            ConstructorDeclarationSyntax constructor => constructor.ParameterList,
            ClassDeclarationSyntax type => type.ParameterList,
            StructDeclarationSyntax type => type.ParameterList,
            _ => null,
        }
        where parameters is { Parameters.Count: > ConstructorParameters }
        select file.Offence(parameters, $"{parameters.Parameters.Count} constructor parameters, {ConstructorParameters} at most");

    public static IEnumerable<Offence> FullFolders(IEnumerable<SourceFile> files) =>
        from file in files
        group file by file.Folder into folder
        where folder.Count() > FilesInFolder
        select new Offence(folder.Key, 0, $"{folder.Count()} files, {FilesInFolder} at most");

    private static IEnumerable<(string Name, int Start, int End)> Members(SourceFile file)
    {
        var statements = file.All<GlobalStatementSyntax>().ToList();
        if (statements.Count > 0)
        {
            yield return ("the program", statements[0].SpanStart, statements[^1].Span.End);
        }

        foreach (var node in file.Root.DescendantNodes())
        {
            var (name, attributes) = node switch
            {
                MethodDeclarationSyntax method => (method.Identifier.Text, method.AttributeLists),
                ConstructorDeclarationSyntax constructor => (constructor.Identifier.Text, constructor.AttributeLists),
                BaseMethodDeclarationSyntax other => (other.Kind().ToString(), other.AttributeLists),
                PropertyDeclarationSyntax property => (property.Identifier.Text, property.AttributeLists),
                IndexerDeclarationSyntax indexer => ("the indexer", indexer.AttributeLists),
                _ => (null, default),
            };
            if (name is not null)
            {
                var first = attributes.Count == 0 ? node.GetFirstToken() : attributes.Last().GetLastToken().GetNextToken();
                yield return (name, first.SpanStart, node.Span.End);
            }
        }
    }
}
