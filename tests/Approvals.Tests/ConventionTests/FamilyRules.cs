using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Approvals.Tests.ConventionTests;

/// <summary>An interface needs two implementers today.</summary>
internal static class FamilyRules
{
    /// <summary>Where strangers plug in: these may wait for their second implementer.</summary>
    public static readonly string[] Seams = ["INotificationChannel", "IUpstreamTransport", "ICondition", "IApprovalStore"];

    public static IEnumerable<Offence> LonelyInterfaces(IReadOnlyCollection<SourceFile> files)
    {
        var types = files.SelectMany(file => file.All<TypeDeclarationSyntax>()).ToLookup(type => type.Identifier.Text);
        var implemented = types.SelectMany(named => named).Where(IsConcrete).SelectMany(type => Ancestors(type, types)).CountBy(name => name)
            .ToDictionary();
        return from file in files
               from declared in file.All<InterfaceDeclarationSyntax>()
               let name = declared.Identifier.Text
               let count = implemented.GetValueOrDefault(name)
               where count < 2 && !Seams.Contains(name)
               select file.Offence(declared.Identifier, $"{name} has {count} implementer{(count == 1 ? "" : "s")}: two, or no interface");
    }

    private static HashSet<string> Ancestors(TypeDeclarationSyntax type, ILookup<string, TypeDeclarationSyntax> types)
    {
        var found = new HashSet<string>();
        var open = new Queue<string>(BasesOf(type));
        while (open.TryDequeue(out var name))
        {
            if (found.Add(name))
            {
                types[name].SelectMany(BasesOf).ToList().ForEach(open.Enqueue);
            }
        }

        return found;
    }

    private static bool IsConcrete(TypeDeclarationSyntax type) =>
        type is not InterfaceDeclarationSyntax && !type.Modifiers.Any(SyntaxKind.AbstractKeyword);

    private static IEnumerable<string> BasesOf(TypeDeclarationSyntax type) =>
        from named in type.BaseList?.Types.ToArray() ?? []
        let name = named.Type is QualifiedNameSyntax qualified ? qualified.Right : named.Type
        select name is SimpleNameSyntax simple ? simple.Identifier.Text : name.ToString();
}
