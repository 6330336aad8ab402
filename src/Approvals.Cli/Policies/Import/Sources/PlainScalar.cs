using System.Text.RegularExpressions;

namespace Approvals.Cli.Policies.Import.Sources;

/// <summary>What an unquoted YAML value is. What readers of YAML disagree on (<c>017</c>, <c>1_000</c>, a date) is refused.</summary>
internal static partial class PlainScalar
{
    public static SourceNode Read(Mark at, string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => new SourceNode.Nothing(at),
        "true" or "True" or "TRUE" => new SourceNode.Truth(at, true),
        "false" or "False" or "FALSE" => new SourceNode.Truth(at, false),
        _ when Number().IsMatch(text) => new SourceNode.Number(at, text),
        _ when Disputed().IsMatch(text) =>
            throw new UnreadableException(at, $"'{text}' is read as a number or a time by some and as a text by others; write a plain decimal number, or put it in quotes"),
        _ => new SourceNode.Text(at, text),
    };

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    [GeneratedRegex(
        @"^([-+]?(0[xX][0-9a-fA-F_]+|0[oO]?[0-7_]+|0b[01_]+|[0-9][0-9_]*(\.[0-9_]*)?([eE][-+]?[0-9]+)?|\.[0-9][0-9_]*([eE][-+]?[0-9]+)?|\.(inf|Inf|INF)|[0-9]+(:[0-5]?[0-9])+(\.[0-9]*)?)|\.(nan|NaN|NAN)|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?)\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Disputed();
}
