using System.Globalization;
using System.Text.Json;

namespace Approvals.Policies.Limits;

/// <summary>Reads an amount by its digits: through a floating-point number it would be rounded.</summary>
internal static class WholeNumber
{
    /// <returns>What is wrong, or null when the amount is whole, not negative and at most <paramref name="most"/>.</returns>
    public static string? Read(JsonElement number, long most, out long value)
    {
        value = 0;
        var text = number.GetRawText().AsSpan();
        if (text[0] == '-')
        {
            return "it is negative";
        }

        // 3.0 is whole to every reader; what 3e0 is to whom is not worth a guess.
        var dot = text.IndexOf('.');
        var digits = dot < 0 ? text : text[..dot];
        if (text.ContainsAny('e', 'E') || dot >= 0 && text[(dot + 1)..].ContainsAnyExcept('0'))
        {
            return "it is not written as a whole number";
        }

        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value <= most ? null : "it is larger";
    }
}
