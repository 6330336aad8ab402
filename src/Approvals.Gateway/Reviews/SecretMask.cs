using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace Approvals.Gateway.Reviews;

/// <summary>Hides what looks like a secret from people who may see a request but not its secrets. What is sent is never masked.</summary>
internal static class SecretMask
{
    private const RegexOptions Safe = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    private static readonly Regex SecretName = new(
        "password|passwd|secret|token|api[-_]?key|authorization|credential|private[-_]?key", Safe | RegexOptions.IgnoreCase);

    private static readonly Regex SecretValue = new(
        @"(?i:bearer)\s+\S|sk_live_[A-Za-z0-9]|AKIA[0-9A-Z]{12}|-----BEGIN [A-Z0-9 ]+-----|gh[pousr]_[A-Za-z0-9]{8}", Safe);

    // The default one would write the dots as \u2022.
    private static readonly JavaScriptEncoder Dots = JavaScriptEncoder.Create(UnicodeRanges.BasicLatin, UnicodeRanges.GeneralPunctuation);

    /// <summary>The same JSON with secrets as <c>•••• (N characters)</c>. What is not strict JSON is masked as a whole.</summary>
    public static string Apply(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var masked = new ArrayBufferWriter<byte>(json.Length);
            using (var writer = new Utf8JsonWriter(masked))
            {
                Write(document.RootElement, isSecret: false, writer);
            }

            return Encoding.UTF8.GetString(masked.WrittenSpan);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return JsonSerializer.Serialize(Mask(json), ReviewsJson.Default.String);
        }
    }

    /// <summary>The same for a value in which a secret may stand anywhere: a text alone is masked as a whole.</summary>
    public static string ApplyToWords(string json) =>
        json.StartsWith('"') ? $"\"{JsonEncodedText.Encode(Mask(JsonSerializer.Deserialize(json, ReviewsJson.Default.String)!), Dots)}\"" : Apply(json);

    private static void Write(JsonElement value, bool isSecret, Utf8JsonWriter writer)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    writer.WritePropertyName(SecretValue.IsMatch(member.Name) ? Mask(member.Name) : member.Name);
                    Write(member.Value, isSecret || SecretName.IsMatch(member.Name), writer);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(item, isSecret, writer);
                }

                writer.WriteEndArray();
                break;
            default:
                WriteLeaf(value, isSecret, writer);
                break;
        }
    }

    private static void WriteLeaf(JsonElement value, bool isSecret, Utf8JsonWriter writer)
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        if (isSecret || (value.ValueKind == JsonValueKind.String && SecretValue.IsMatch(text)))
        {
            writer.WriteStringValue(JsonEncodedText.Encode(Mask(text), Dots));
        }
        else
        {
            writer.WriteRawValue(value.GetRawText());
        }
    }

    private static string Mask(string text) => string.Create(CultureInfo.InvariantCulture, $"•••• ({text.Length} characters)");
}
