using System.Globalization;
using System.Text;

namespace Approvals.Policies;

/// <summary>Makes a name that an agent chose safe to put into a sentence.</summary>
internal static class PrintableText
{
    private const int Most = 128;

    /// <summary>Printable ASCII as it is, every other UTF-16 unit as <c>\uXXXX</c>; what is cut off is said.</summary>
    public static string Of(string text)
    {
        if (text.Length <= Most && !text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return text;
        }

        var shown = new StringBuilder();
        foreach (var unit in text.AsSpan(0, Math.Min(text.Length, Most)))
        {
            _ = unit is >= ' ' and <= '~' ? shown.Append(unit) : shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:X4}");
        }

        return text.Length <= Most ? shown.ToString() : $"{shown}... (cut: {Most} of {text.Length} characters shown)";
    }
}
