using System.Globalization;

namespace Approvals.Rendering;

/// <summary>Runs of blank space in somebody's text: single spaces stay, what stands at an end is marked, and long runs are counted instead of drawn.</summary>
internal static class BlankRun
{
    private const int LongRun = 16;
    private const int ManyLines = 3;

    private static readonly (char Character, string Name)[] Names = [('\n', "newline"), ('\r', "carriage return"), ('\t', "tab"), (' ', "space")];

    /// <summary>How many blank characters stand at <paramref name="at"/>.</summary>
    public static int Length(string text, int at)
    {
        var end = at;
        while (end < text.Length && text[end] is ' ' or '\t' or '\n' or '\r')
        {
            end++;
        }

        return end - at;
    }

    public static void Add(ReadOnlySpan<char> run, bool isAtAnEnd, TextParts parts)
    {
        if (run.Length >= LongRun || run.Count('\n') >= ManyLines)
        {
            parts.AddAlone(TextPartKind.Blank, Count(run));
            AddBreak(run, parts);
            return;
        }

        foreach (var character in run)
        {
            switch (character)
            {
                case ' ' when !isAtAnEnd:
                    parts.Add(TextPartKind.Plain, " ");
                    break;
                case ' ':
                    parts.Add(TextPartKind.Blank, "·");
                    break;
                case '\n':
                    parts.Add(TextPartKind.Blank, "↵");
                    AddBreak("\n", parts);
                    break;
                default:
                    parts.Add(TextPartKind.Escape, character == '\t' ? "\\t" : "\\r");
                    break;
            }
        }
    }

    private static void AddBreak(ReadOnlySpan<char> run, TextParts parts)
    {
        if (run.Contains('\n'))
        {
            parts.AddAlone(TextPartKind.Break, "\n");
        }
    }

    private static string Count(ReadOnlySpan<char> run)
    {
        var said = new List<string>();
        foreach (var (character, name) in Names)
        {
            if (run.Count(character) is var count and > 0)
            {
                said.Add(string.Create(CultureInfo.InvariantCulture, $"{count} {name}{(count == 1 ? "" : "s")}"));
            }
        }

        return string.Join(", ", said);
    }
}
