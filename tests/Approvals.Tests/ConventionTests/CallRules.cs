using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Approvals.Tests.ConventionTests;

/// <summary>Calls that are not made: they hide time, chance or words where nobody looks for them.</summary>
internal static class CallRules
{
    private static readonly HashSet<string> LogCalls =
        ["LogTrace", "LogDebug", "LogInformation", "LogWarning", "LogError", "LogCritical"];

    private static readonly HashSet<string> Clocks =
    [
        "DateTime.Now", "DateTime.UtcNow", "DateTime.Today", "DateTimeOffset.Now", "DateTimeOffset.UtcNow",
        "Environment.TickCount", "Environment.TickCount64", "Stopwatch.StartNew", "Stopwatch.GetTimestamp",
    ];

    private static readonly string[] Skips = ["Skip", "SkipWhen", "SkipUnless", "SkipExceptions"];

    public static IEnumerable<Offence> DirectLogCalls(IEnumerable<SourceFile> files) =>
        from file in files
        from call in file.All<InvocationExpressionSyntax>()
        let name = NameOf(call)
        let first = call.ArgumentList.Arguments.FirstOrDefault()?.ToString() ?? ""
        where LogCalls.Contains(name) || name == "Log" && first.StartsWith("LogLevel.", StringComparison.Ordinal)
        select file.Offence(call, $"{name}: messages are [LoggerMessage] methods");

    public static IEnumerable<Offence> ClockReads(IEnumerable<SourceFile> files) =>
        from file in files
        from access in file.All<MemberAccessExpressionSyntax>()
        let name = LastPart(access.Expression) + "." + access.Name.Identifier.Text
        where Clocks.Contains(name)
        select file.Offence(access, $"{name}: time is a parameter in Approvals and a TimeProvider elsewhere");

    public static IEnumerable<Offence> RandomIds(IEnumerable<SourceFile> files) =>
        from file in files
        from node in file.Root.DescendantNodes()
        where node is MemberAccessExpressionSyntax { Name.Identifier.Text: "NewGuid" or "CreateVersion7" }
            || node is ObjectCreationExpressionSyntax created && LastPart(created.Type) == "Guid"
        select file.Offence(node, $"{node}: ids come from ApprovalId.New");

    public static IEnumerable<Offence> Sleeps(IEnumerable<SourceFile> files) =>
        from file in files
        from call in file.All<InvocationExpressionSyntax>()
        where call.Expression is MemberAccessExpressionSyntax access && IsSleep(access, call.ArgumentList.Arguments)
        select file.Offence(call, $"{call}: wait for a signal, or advance the clock");

    public static IEnumerable<Offence> SkippedTests(IEnumerable<SourceFile> files) =>
        from file in files
        from node in file.Root.DescendantNodes()
        where node is AttributeArgumentSyntax { NameEquals.Name.Identifier.Text: var name } && Skips.Contains(name)
            || node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access }
                && LastPart(access.Expression) == "Assert" && Skips.Contains(access.Name.Identifier.Text)
        select file.Offence(node, $"{node}: a test that does not run tests nothing");

    private static bool IsSleep(MemberAccessExpressionSyntax called, SeparatedSyntaxList<ArgumentSyntax> arguments) =>
        (LastPart(called.Expression), called.Name.Identifier.Text) switch
        {
            ("Thread", "Sleep") => true,
            ("Task", "Delay") => arguments[0].DescendantNodes().Any(part => part.IsKind(SyntaxKind.NumericLiteralExpression))
                && !arguments.Skip(1).Any(IsClock),
            _ => false,
        };

    // Names are all that a syntax tree knows: `clock`, `world.Clock`, `timeProvider`.
    private static bool IsClock(ArgumentSyntax argument) =>
        LastPart(argument.Expression) is var name
        && (name.EndsWith("clock", StringComparison.OrdinalIgnoreCase) || name.EndsWith("timeProvider", StringComparison.OrdinalIgnoreCase));

    private static string NameOf(InvocationExpressionSyntax call) => LastPart(call.Expression);

    private static string LastPart(SyntaxNode name) => name switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.Text,
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.Text,
        QualifiedNameSyntax qualified => qualified.Right.Identifier.Text,
        AliasQualifiedNameSyntax aliased => aliased.Name.Identifier.Text,
        SimpleNameSyntax simple => simple.Identifier.Text,
        _ => "",
    };
}
