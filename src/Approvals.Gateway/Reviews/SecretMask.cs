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

    // How a value is looked at; what is inside a secret is one, too.
    private enum Look
    {
        Members,
        Words,
        Secret,
    }

    /// <summary>The same JSON with secrets as <c>•••• (N characters)</c>. What is not strict JSON is masked as a whole.</summary>
    public static string Apply(string json) => Rewrite(json, (value, writer) => Write(value, Look.Members, writer));

    /// <summary>The same for a value in which a secret may stand anywhere: a text alone is masked as a whole.</summary>
    public static string ApplyToWords(string json) =>
        json.StartsWith('"') ? $"\"{JsonEncodedText.Encode(Mask(JsonSerializer.Deserialize(json, ReviewsJson.Default.String)!), Dots)}\"" : Apply(json);

    /// <summary>The same for what an upstream answered: every text is masked as a whole, but for its structured content, which is looked at member by member.</summary>
    public static string ApplyToAnswer(string json) => Rewrite(json, (value, writer) =>
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            WriteMembers(value, writer, name => name == "structuredContent" ? Look.Members : Look.Words);
        }
        else
        {
            Write(value, Look.Words, writer);
        }
    });

    private static string Rewrite(string json, Action<JsonElement, Utf8JsonWriter> write)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var masked = new ArrayBufferWriter<byte>(json.Length);
            using (var writer = new Utf8JsonWriter(masked))
            {
                write(document.RootElement, writer);
            }

            return Encoding.UTF8.GetString(masked.WrittenSpan);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return JsonSerializer.Serialize(Mask(json), ReviewsJson.Default.String);
        }
    }

    private static void Write(JsonElement value, Look look, Utf8JsonWriter writer)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteMembers(value, writer, _ => look);
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(item, look, writer);
                }

                writer.WriteEndArray();
                break;
            default:
                WriteLeaf(value, look, writer);
                break;
        }
    }

    private static void WriteMembers(JsonElement value, Utf8JsonWriter writer, Func<string, Look> lookAt)
    {
        writer.WriteStartObject();
        foreach (var member in value.EnumerateObject())
        {
            var look = SecretName.IsMatch(member.Name) ? Look.Secret : lookAt(member.Name);
            writer.WritePropertyName(SecretValue.IsMatch(member.Name) ? Mask(member.Name) : member.Name);
            // What kind of words they are is no secret; without it nobody can tell what is masked.
            Write(member.Value, look == Look.Words && IsKind(member) ? Look.Members : look, writer);
        }

        writer.WriteEndObject();
    }

    private static bool IsKind(JsonProperty member) => member.NameEquals("type"u8) && member.Value.ValueKind == JsonValueKind.String
        && member.Value.GetString() is "text" or "image" or "audio" or "resource" or "resource_link";

    private static void WriteLeaf(JsonElement value, Look look, Utf8JsonWriter writer)
    {
        var isText = value.ValueKind == JsonValueKind.String;
        var text = isText ? value.GetString()! : value.GetRawText();
        if (look == Look.Secret || (isText && (look == Look.Words || SecretValue.IsMatch(text))))
        {
            writer.WriteStringValue(JsonEncodedText.Encode(Mask(text), Dots));
        }
        else
        {
            writer.WriteRawValue(value.GetRawText());
        }
    }

    /// <summary>In the place of a text that may be a secret, or hold one.</summary>
    public static string Mask(string text) => string.Create(CultureInfo.InvariantCulture, $"•••• ({text.Length} characters)");
}
