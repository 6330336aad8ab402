using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Approvals.Policies.Limits;

/// <summary>
/// Stands for an argument's value when calls are counted by it: as short as ever the value is long, and the same for what an
/// upstream may read as the same, since each other way to write a value would be another count.
/// </summary>
internal static class ArgumentKey
{
    private const int Bytes = 16;

    // Up to these, each whole number is a floating-point number of its own.
    private const int ExactDigits = 15;

    public static string Of(JsonElement value) => Hash(value.ValueKind switch
    {
        JsonValueKind.Number => Number(value.GetRawText(), isText: false),
        JsonValueKind.String => Text(value.GetString()!),
        _ => value.GetRawText(),
    });

    // Many upstreams take "7" for 7.
    private static string Text(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? Number(text.Trim(), isText: true) : $"text {text}";

    // A number that is not whole, or long, is to its upstream most likely the nearest floating-point number. Long digits in a text are an id.
    private static string Number(string text, bool isText)
    {
        var sign = text.StartsWith('-') ? "-" : "";
        var body = text.AsSpan().TrimStart("+-");
        var dot = body.IndexOf('.');
        var fraction = dot < 0 ? [] : body[(dot + 1)..];
        var whole = (dot < 0 ? body : body[..dot]).TrimStart('0');
        if (!whole.ContainsAnyExceptInRange('0', '9') && !fraction.ContainsAnyExcept('0') && (isText || whole.Length <= ExactDigits))
        {
            return whole.IsEmpty ? "number 0" : $"number {sign}{whole}";
        }

        // Adding 0 makes of -0 what it equals.
        var rounded = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) + 0.0;
        return string.Create(CultureInfo.InvariantCulture, $"number {rounded:R}");
    }

    private static string Hash(string canonical) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)).AsSpan(0, Bytes));
}
