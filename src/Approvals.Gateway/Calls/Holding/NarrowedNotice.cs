using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Approvals.Requests;

namespace Approvals.Gateway.Calls.Holding;

/// <summary>Tells an agent, in the result that it gets, that less ran than it asked for.</summary>
internal static class NarrowedNotice
{
    private const int MostShown = 2000;
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The answer with the notice, if the request is a narrowed one; else as it is.</summary>
    /// <param name="answerJson"><c>{"result":…}</c> or <c>{"error":…}</c>.</param>
    /// <param name="request">What ran.</param>
    public static string AddTo(string answerJson, ApprovalRequest request)
    {
        using var answer = JsonDocument.Parse(answerJson);
        if (request.NarrowedBy is not { } by || !answer.RootElement.TryGetProperty("result"u8, out var result) || result.ValueKind != JsonValueKind.Object)
        {
            return answerJson;
        }

        var to = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(to, Plain))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("result"u8);
            foreach (var member in result.EnumerateObject().Where(member => !member.NameEquals("_meta"u8)))
            {
                writer.WritePropertyName(member.Name);
                if (member.NameEquals("content"u8) && member.Value.ValueKind == JsonValueKind.Array)
                {
                    WriteContent(writer, member.Value, Words(by, request.Asked.ArgumentsJson!));
                }
                else
                {
                    writer.WriteRawValue(member.Value.GetRawText(), skipInputValidation: true);
                }
            }

            WriteMeta(writer, result, by, request.Asked.ArgumentsJson!);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(to.WrittenSpan);
    }

    private static string Words(string by, string argumentsJson) => argumentsJson.Length <= MostShown
        ? $"[NARROWED] {by} narrowed this call before it was approved. What ran is not what you asked for, but: {argumentsJson}"
        : $"[NARROWED] {by} narrowed this call before it was approved. What ran is not what you asked for; its arguments are in _meta[\"approvals/narrowed\"].";

    private static void WriteContent(Utf8JsonWriter writer, JsonElement content, string words)
    {
        writer.WriteStartArray();
        writer.WriteStartObject();
        writer.WriteString("type"u8, "text"u8);
        writer.WriteString("text"u8, words);
        writer.WriteEndObject();
        foreach (var block in content.EnumerateArray())
        {
            writer.WriteRawValue(block.GetRawText(), skipInputValidation: true);
        }

        writer.WriteEndArray();
    }

    private static void WriteMeta(Utf8JsonWriter writer, JsonElement result, string by, string argumentsJson)
    {
        writer.WriteStartObject("_meta"u8);
        if (result.TryGetProperty("_meta"u8, out var meta) && meta.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in meta.EnumerateObject())
            {
                writer.WritePropertyName(member.Name);
                writer.WriteRawValue(member.Value.GetRawText(), skipInputValidation: true);
            }
        }

        writer.WriteStartObject("approvals/narrowed"u8);
        writer.WriteString("by"u8, by);
        writer.WritePropertyName("arguments"u8);
        writer.WriteRawValue(argumentsJson, skipInputValidation: true);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
