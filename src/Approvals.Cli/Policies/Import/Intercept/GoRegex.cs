using System.Text;
using System.Text.RegularExpressions;

namespace Approvals.Cli.Policies.Import.Intercept;

/// <summary>
/// Rewrites Go's regular expressions (https://pkg.go.dev/regexp/syntax) so that they match the same texts here. The two differ quietly:
/// here <c>$</c> also matches before a last line break, and <c>\d</c> and <c>\w</c> also match beyond ASCII.
/// </summary>
internal sealed class GoRegex
{
    private static readonly Dictionary<string, string> Classes = new(StringComparer.Ordinal)
    {
        ["alnum"] = "0-9A-Za-z", ["alpha"] = "A-Za-z", ["ascii"] = @"\x00-\x7F", ["digit"] = "0-9", ["lower"] = "a-z", ["upper"] = "A-Z",
        ["punct"] = @"!-/:-@\[-`{-~", ["space"] = @"\t\n\v\f\r ", ["word"] = "0-9A-Za-z_", ["xdigit"] = "0-9A-Fa-f", ["blank"] = @"\t ",
    };

    private readonly string _go;
    private readonly StringBuilder _net = new();
    private int _at;

    private GoRegex(string go)
    {
        _go = go;
    }

    /// <returns>Null when it cannot be said so that it surely means the same.</returns>
    public static string? Translate(string go)
    {
        var reading = new GoRegex(go);
        return reading.All() && IsRegex(reading._net.ToString()) ? reading._net.ToString() : null;
    }

    private static bool IsRegex(string pattern)
    {
        try
        {
            _ = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return true;
        }
        catch (Exception unfit) when (unfit is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    private bool All()
    {
        // Letters beyond ASCII fold differently in the two.
        var folds = _go.StartsWith("(?i)", StringComparison.Ordinal);
        if (folds && !_go.All(char.IsAscii))
        {
            return false;
        }

        for (_at = Copy(folds ? "(?i)" : ""); _at < _go.Length; _at++)
        {
            var isKnown = _go[_at] switch
            {
                '\\' => Escape(inClass: false),
                '[' => Class(),
                '(' => Group(),
                '$' => Write(@"\z"),
                var plain => !char.IsSurrogate(plain) && Write(plain.ToString()),
            };
            if (!isKnown)
            {
                return false;
            }
        }

        return true;
    }

    private bool Group()
    {
        if (_at + 1 >= _go.Length || _go[_at + 1] != '?')
        {
            return Write("(");
        }

        var known = new[] { ("(?:", "(?:"), ("(?P<", "(?<"), ("(?<", "(?<") }.FirstOrDefault(one => _go.AsSpan(_at).StartsWith(one.Item1, StringComparison.Ordinal));
        // (?<= and (?<! do not exist there, and flags within would change what $ and . mean.
        if (known.Item1 is null || (known.Item1 != "(?:" && !char.IsAsciiLetter(Peek(known.Item1.Length))))
        {
            return false;
        }

        _at += known.Item1.Length - 1;
        return Write(known.Item2);
    }

    private bool Escape(bool inClass)
    {
        var sign = Peek(1);
        _at++;
        return sign switch
        {
            'd' => Write(inClass ? "0-9" : "[0-9]"),
            'w' => Write(inClass ? "0-9A-Za-z_" : "[0-9A-Za-z_]"),
            's' => Write(inClass ? @"\t\n\f\r " : @"[\t\n\f\r ]"),
            'D' when !inClass => Write("[^0-9]"),
            'W' when !inClass => Write("[^0-9A-Za-z_]"),
            'S' when !inClass => Write(@"[^\t\n\f\r ]"),
            'A' or 'z' when !inClass => Write($"\\{sign}"),
            'a' or 'f' or 't' or 'n' or 'r' or 'v' => Write($"\\{sign}"),
            'x' when char.IsAsciiHexDigit(Peek(1)) && char.IsAsciiHexDigit(Peek(2)) => Hex(),
            _ => sign != '\0' && char.IsAscii(sign) && (char.IsPunctuation(sign) || char.IsSymbol(sign)) && Write($"\\{sign}"),
        };
    }

    private bool Hex()
    {
        _at += 2;
        return Write($@"\x{_go[_at - 1]}{_go[_at]}");
    }

    private bool Class()
    {
        Write("[");
        if (Peek(1) == '^')
        {
            _at++;
            Write("^");
        }

        for (var first = true; ; first = false)
        {
            _at++;
            if (_at >= _go.Length)
            {
                return false;
            }

            if (_go[_at] == ']' && !first)
            {
                return Write("]");
            }

            var isKnown = _go[_at] switch
            {
                '\\' => Escape(inClass: true),
                '[' when Peek(1) == ':' => Named(),
                // Here a class within a class would be subtracted.
                '[' or ']' => Write($"\\{_go[_at]}"),
                var plain => !char.IsSurrogate(plain) && Write(plain.ToString()),
            };
            if (!isKnown)
            {
                return false;
            }
        }
    }

    private bool Named()
    {
        var end = _go.IndexOf(":]", _at, StringComparison.Ordinal);
        if (end < 0 || !Classes.TryGetValue(_go[(_at + 2)..end], out var signs))
        {
            return false;
        }

        _at = end + 1;
        return Write(signs);
    }

    private int Copy(string start)
    {
        _net.Append(start);
        return start.Length;
    }

    private char Peek(int ahead) => _at + ahead < _go.Length ? _go[_at + ahead] : '\0';

    private bool Write(string text)
    {
        _net.Append(text);
        return true;
    }
}
