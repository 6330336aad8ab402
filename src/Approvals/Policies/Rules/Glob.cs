using System.Collections.Immutable;

namespace Approvals.Policies.Rules;

/// <summary>
/// A name with <c>*</c> (any characters, also none) and <c>?</c> (one UTF-16 unit). Each piece between stars is taken where it first fits,
/// and never taken back, so matching is linear in the name.
/// </summary>
internal sealed class Glob
{
    private const char Any = '?';

    private readonly ImmutableArray<string> _pieces;

    public Glob(string text)
    {
        Text = text;
        _pieces = [.. text.Split('*')];
        Literals = text.Count(unit => unit is not ('*' or Any));
    }

    public string Text { get; }

    /// <summary>How many of its characters stand for themselves: the more, the more it says.</summary>
    public int Literals { get; }

    public static bool IsGlob(string name) => name.AsSpan().ContainsAny('*', Any);

    /// <summary>
    /// From the one that says most: by literal characters, then by how many <c>?</c> it has, then by its text, ordinally, so that
    /// of two globs that fit a name it is always the same that counts.
    /// </summary>
    public static int Compare(Glob left, Glob right)
    {
        var order = right.Literals.CompareTo(left.Literals);
        order = order != 0 ? order : right.Text.Count(unit => unit is Any).CompareTo(left.Text.Count(unit => unit is Any));
        return order != 0 ? order : string.CompareOrdinal(left.Text, right.Text);
    }

    public bool Matches(ReadOnlySpan<char> name)
    {
        if (_pieces is [var whole])
        {
            return name.Length == whole.Length && FitsAt(name, 0, whole);
        }

        var (first, last) = (_pieces[0], _pieces[^1]);
        if (name.Length < first.Length + last.Length || !FitsAt(name, 0, first) || !FitsAt(name, name.Length - last.Length, last))
        {
            return false;
        }

        var rest = name[first.Length..^last.Length];
        for (var piece = 1; piece < _pieces.Length - 1; piece++)
        {
            var at = IndexOf(rest, _pieces[piece]);
            if (at < 0)
            {
                return false;
            }

            rest = rest[(at + _pieces[piece].Length)..];
        }

        return true;
    }

    private static int IndexOf(ReadOnlySpan<char> name, string piece)
    {
        if (!piece.Contains(Any))
        {
            return name.IndexOf(piece, StringComparison.Ordinal);
        }

        for (var at = 0; at <= name.Length - piece.Length; at++)
        {
            if (FitsAt(name, at, piece))
            {
                return at;
            }
        }

        return -1;
    }

    private static bool FitsAt(ReadOnlySpan<char> name, int at, string piece)
    {
        if (!piece.Contains(Any))
        {
            return name[at..].StartsWith(piece, StringComparison.Ordinal);
        }

        for (var unit = 0; unit < piece.Length; unit++)
        {
            if (piece[unit] != Any && piece[unit] != name[at + unit])
            {
                return false;
            }
        }

        return true;
    }
}
