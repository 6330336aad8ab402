using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Approvals.Tests.ConventionTests;

/// <summary>Words that say nothing, or that put work off.</summary>
internal static partial class WordRules
{
    /// <summary>What a comment says that puts work off.</summary>
    public static readonly IReadOnlyList<string> Marks = ["TO" + "DO", "FIX" + "ME", "HA" + "CK"];

    private static readonly Regex PutOff = new($@"\b({string.Join('|', Marks)})\b");

    public static IEnumerable<Offence> EmptyNames(IEnumerable<SourceFile> files) =>
        from file in files
        from type in file.All<BaseTypeDeclarationSyntax>()
        let word = EmptyWord().Match(type.Identifier.Text)
        where word.Success
        select file.Offence(type.Identifier, $"{type.Identifier.Text} ends in {word.Value}: name what it does or is");

    public static IEnumerable<Offence> PutOffWork(IEnumerable<SourceFile> files) =>
        from file in files
        from comment in file.Root.DescendantTrivia()
        where comment.IsKind(SyntaxKind.SingleLineCommentTrivia) || comment.IsKind(SyntaxKind.MultiLineCommentTrivia)
            || comment.HasStructure && comment.GetStructure() is DocumentationCommentTriviaSyntax
        from Match word in PutOff.Matches(comment.ToFullString())
        select new Offence(file.Path, file.LineOf(comment.FullSpan.Start + word.Index), $"{word.Value}: do it, or write it down elsewhere");

    public static IEnumerable<Offence> Regions(IEnumerable<SourceFile> files) =>
        from file in files
        from directive in file.Root.DescendantTrivia()
        where directive.IsKind(SyntaxKind.RegionDirectiveTrivia)
        select new Offence(file.Path, file.LineOf(directive.SpanStart), "#region: what needs folding away needs a file of its own");

    [GeneratedRegex("(Manager|Service|Services|Helper|Helpers|Util|Utils|Processor|Info|Data)$")]
    private static partial Regex EmptyWord();
}
