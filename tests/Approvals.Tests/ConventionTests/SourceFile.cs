using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Approvals.Tests.ConventionTests;

/// <summary>A C# file as the rules read it; <paramref name="Path"/> is relative to the repository, with slashes.</summary>
internal sealed record SourceFile(string Path, SyntaxNode Root)
{
    public string Folder => Path[..Path.LastIndexOf('/')];

    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    public static SourceFile Parse(string path, string text) => new(path, CSharpSyntaxTree.ParseText(text).GetRoot());

    public bool IsUnder(string folder) => Path.StartsWith(folder + "/", StringComparison.Ordinal);

    public Offence Offence(SyntaxNodeOrToken where, string what) => new(Path, LineOf(where.SpanStart), what);

    public int LineOf(int position) => Root.SyntaxTree.GetText().Lines.GetLinePosition(position).Line + 1;

    public IEnumerable<T> All<T>()
        where T : SyntaxNode => Root.DescendantNodes().OfType<T>();

    /// <summary>Every dotted name: of usings, of types and of expressions, the outermost only.</summary>
    public IEnumerable<(string Text, SyntaxNode Node)> DottedNames() =>
        from node in Root.DescendantNodes()
        where node is QualifiedNameSyntax or MemberAccessExpressionSyntax || node.Parent is UsingDirectiveSyntax && node is NameSyntax
        where node.Parent is not (QualifiedNameSyntax or MemberAccessExpressionSyntax or BaseNamespaceDeclarationSyntax)
        select (Plain(node.ToString()), node);

    /// <summary>The places that name the namespace or something in it.</summary>
    public IEnumerable<SyntaxNode> Mentions(string nameSpace) =>
        from name in DottedNames()
        where name.Text == nameSpace || name.Text.StartsWith(nameSpace + ".", StringComparison.Ordinal)
        select name.Node;

    private static string Plain(string name) =>
        string.Concat(name.Where(letter => !char.IsWhiteSpace(letter))).Replace("global::", "", StringComparison.Ordinal);
}

/// <summary>A place that breaks a rule.</summary>
internal sealed record Offence(string Path, int Line, string What)
{
    public override string ToString() => $"{Path}:{Line}: {What}";
}
