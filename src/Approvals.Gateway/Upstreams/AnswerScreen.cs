using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Approvals.Calls;
using Approvals.Policies;

namespace Approvals.Gateway.Upstreams;

/// <summary>
/// What an upstream says passes through here: it cannot speak as the gateway, and what a policy hides is not listed.
/// A message that cannot be judged is not passed on (null).
/// </summary>
internal static class AnswerScreen
{
    /// <summary>Tools of this name are the gateway's own.</summary>
    public const string ReservedToolPrefix = "approvals_";

    private const string ReservedMetaPrefix = "approvals/";
    private static readonly JsonWriterOptions AsItCame = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Any message: as it is, unless some <c>_meta</c> in it uses the gateway's names.</summary>
    public static ReadOnlyMemory<byte>? Screen(ReadOnlyMemory<byte> message)
    {
        if (!MaySpeakAsUs(message.Span))
        {
            return message;
        }

        using var document = StrictJson.Parse(message, out _);
        if (document is null)
        {
            // Not as an arm of a conditional: there, null would become an empty message.
            return null;
        }

        return SpeaksAsUs(document.RootElement, inMeta: false) ? Write(writer => Copy(writer, document.RootElement, inMeta: false)) : message;
    }

    /// <summary>An answer to <c>tools/list</c>: without what <paramref name="policy"/> hides. An error passes as it is.</summary>
    /// <param name="message">The answer.</param>
    /// <param name="policy">What says which tools are hidden.</param>
    /// <param name="isModern">Whether it goes to a caller of 2026-07-28 or later.</param>
    /// <param name="learn">Gets every tool that is shown.</param>
    /// <param name="ownToolJson">A tool of the gateway's own that the list ends with, or null.</param>
    public static ReadOnlyMemory<byte>? ScreenList(ReadOnlyMemory<byte> message, Policy policy, bool isModern, Action<JsonElement> learn, string? ownToolJson = null)
    {
        using var document = StrictJson.Parse(message, out _);
        if (document is null || document.RootElement.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (!document.RootElement.TryGetProperty("result"u8, out var result))
        {
            return Screen(message);
        }

        if (result.ValueKind != JsonValueKind.Object || !result.TryGetProperty("tools"u8, out var tools) || tools.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        return Write(writer =>
        {
            writer.WriteStartObject();
            foreach (var member in document.RootElement.EnumerateObject())
            {
                writer.WritePropertyName(member.Name);
                if (member.NameEquals("result"u8))
                {
                    WriteList(writer, result, policy, isModern, learn, HasMore(result) ? null : ownToolJson);
                }
                else
                {
                    Copy(writer, member.Value, member.NameEquals("_meta"u8));
                }
            }

            writer.WriteEndObject();
        });
    }

    /// <summary>Whether this may be an answer that lists tools, whatever it answers. What only a careless reader can read may be one.</summary>
    public static bool IsList(ReadOnlyMemory<byte> message)
    {
        using var document = StrictJson.Parse(message, out _);
        return document is null
            || (document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("result"u8, out var result)
                && result.ValueKind == JsonValueKind.Object
                && result.EnumerateObject().Any(member => member.Name.Equals("tools", StringComparison.OrdinalIgnoreCase)));
    }

    private static bool HasMore(JsonElement result) => result.TryGetProperty("nextCursor"u8, out var cursor) && cursor.ValueKind != JsonValueKind.Null;

    private static void WriteList(Utf8JsonWriter writer, JsonElement result, Policy policy, bool isModern, Action<JsonElement> learn, string? ownToolJson)
    {
        writer.WriteStartObject();
        foreach (var member in result.EnumerateObject())
        {
            if (Imitates(member, "tools") || (isModern && (member.NameEquals("cacheScope"u8) || member.NameEquals("ttlMs"u8))))
            {
                continue;
            }

            writer.WritePropertyName(member.Name);
            if (!member.NameEquals("tools"u8))
            {
                Copy(writer, member.Value, member.NameEquals("_meta"u8));
                continue;
            }

            writer.WriteStartArray();
            foreach (var tool in member.Value.EnumerateArray().Where(tool => IsShown(tool, policy)))
            {
                learn(tool);
                Copy(writer, tool, inMeta: false);
            }

            if (ownToolJson is not null)
            {
                writer.WriteRawValue(ownToolJson);
            }

            writer.WriteEndArray();
        }

        // Each grant sees its own list: no cache may share it.
        if (isModern)
        {
            writer.WriteString("cacheScope"u8, "private"u8);
            writer.WriteNumber("ttlMs"u8, 0);
        }

        writer.WriteEndObject();
    }

    private static bool IsShown(JsonElement tool, Policy policy) =>
        tool.ValueKind == JsonValueKind.Object
        && tool.TryGetProperty("name"u8, out var name)
        && name.ValueKind == JsonValueKind.String
        && name.GetString() is { } text
        && !text.StartsWith(ReservedToolPrefix, StringComparison.OrdinalIgnoreCase)
        && !(policy.Mode == PolicyMode.Enforce && policy.Hides(text))
        && !tool.EnumerateObject().Any(member => Imitates(member, "name"));

    // Some clients fold case: to them this would be a second list, or another tool's name, that nobody judged.
    private static bool Imitates(JsonProperty member, string name) =>
        member.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && !member.NameEquals(name);

    // An escape can spell any name; so a message with one is looked at closely too.
    private static bool MaySpeakAsUs(ReadOnlySpan<byte> message) =>
        NamesUs(message) || message.IndexOf("\\u"u8) >= 0 || message.IndexOf("\\/"u8) >= 0;

    private static bool NamesUs(ReadOnlySpan<byte> message)
    {
        var name = ReservedMetaPrefix.Length - 1;
        for (int slash; (slash = message.IndexOf((byte)'/')) >= 0; message = message[(slash + 1)..])
        {
            if (slash >= name && Ascii.EqualsIgnoreCase(message[(slash - name)..slash], ReservedMetaPrefix.AsSpan(0, name)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool SpeaksAsUs(JsonElement element, bool inMeta) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Any(member => (inMeta && IsOurs(member)) || SpeaksAsUs(member.Value, member.NameEquals("_meta"u8))),
        JsonValueKind.Array => element.EnumerateArray().Any(item => SpeaksAsUs(item, inMeta: false)),
        _ => false,
    };

    private static bool IsOurs(JsonProperty member) => member.Name.StartsWith(ReservedMetaPrefix, StringComparison.OrdinalIgnoreCase);

    private static void Copy(Utf8JsonWriter writer, JsonElement element, bool inMeta)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in element.EnumerateObject())
                {
                    if (inMeta && IsOurs(member))
                    {
                        continue;
                    }

                    writer.WritePropertyName(member.Name);
                    Copy(writer, member.Value, member.NameEquals("_meta"u8));
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    Copy(writer, item, inMeta: false);
                }

                writer.WriteEndArray();
                break;
            default:
                writer.WriteRawValue(element.GetRawText(), skipInputValidation: true);
                break;
        }
    }

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        var to = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(to, AsItCame))
        {
            write(writer);
        }

        return to.WrittenMemory;
    }
}
