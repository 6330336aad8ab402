using System.Globalization;

namespace Approvals.Rendering;

/// <summary>Somebody's text in one line, of which nothing can be mistaken for ours: quotes and backslashes of theirs are escaped.</summary>
/// <param name="Text">The line.</param>
/// <param name="IsCut">Whether something is left out; the line then says how much.</param>
/// <param name="HasEscapes">Whether something in it could not be seen as it is.</param>
internal sealed record InertLine(string Text, bool IsCut, bool HasEscapes)
{
    /// <summary>The text, of whose middle as much is left out as it takes.</summary>
    public static InertLine Of(string text, bool isQuoted, int most)
    {
        // Written out it is hardly ever shorter; what is, is cut all the same.
        var whole = text.Length <= most ? Quote(Escape(text), isQuoted) : null;
        if (whole is not null && whole.Length <= most)
        {
            return new InertLine(whole, IsCut: false, HasEscapesIn(text));
        }

        var room = most - Note(text.Length, text.Length).Length - (isQuoted ? 2 : 0);
        var head = Fitting(text, room * 2 / 3, fromEnd: false);
        var tail = Fitting(text, room / 3, fromEnd: true);
        var note = Note(text.Length - head.Length - tail.Length, text.Length);
        return new InertLine(Quote(Escape(head) + note + Escape(tail), isQuoted), IsCut: true, HasEscapesIn(head) || HasEscapesIn(tail));
    }

    /// <summary>What is inert already, and may be too long.</summary>
    public static InertLine Cut(string text, int most) => text.Length <= most
        ? new InertLine(text, IsCut: false, HasEscapes: false)
        : new InertLine(Fitting(text, most - Note(text.Length, text.Length).Length, fromEnd: false) is var head && head.Length > 0
            ? head + Note(text.Length - head.Length, text.Length)
            : Note(text.Length, text.Length), IsCut: true, HasEscapes: false);

    private static string Escape(string text) => string.Concat(VisibleText.Parts(text).Select(part => part.Kind == TextPartKind.Plain
        ? part.Text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
        : part.InOneLine));

    private static string Quote(string escaped, bool isQuoted) => isQuoted ? $"\"{escaped}\"" : escaped;

    private static string Note(int left, int of) => string.Create(CultureInfo.InvariantCulture, $" … {left} of {of} characters not shown … ");

    private static bool HasEscapesIn(string text) => VisibleText.Parts(text).Any(part => part.Kind == TextPartKind.Escape);

    // As much of one end as fits when it is written out, without cutting a pair of surrogates in two.
    private static string Fitting(string text, int most, bool fromEnd)
    {
        var length = Math.Clamp(most, 0, text.Length);
        while (length > 0)
        {
            var part = fromEnd ? text[^length..] : text[..length];
            var written = Escape(part).Length;
            if (written <= most && !(fromEnd ? char.IsLowSurrogate(part[0]) : char.IsHighSurrogate(part[^1])))
            {
                return part;
            }

            length = written <= most ? length - 1 : Math.Min(length - 1, (int)((long)length * most / written));
        }

        return "";
    }
}
