using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Approvals.Calls;

namespace Approvals.Gateway.Calls;

/// <summary>The gateway's own JSON-RPC messages to agents.</summary>
internal static class CallJson
{
    // Answers are read by programs as JSON, never pasted into a page.
    // Of the range that JSON-RPC leaves to implementations.
    private const int Refused = -32003;

    // Answers are read by programs as JSON, never pasted into a page.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A refusal as the members of an answer: <c>{"result":{…}}</c>.</summary>
    public static string Answer(Refusal refusal, bool isModern) => System.Text.Encoding.UTF8.GetString(Write(writer =>
    {
        writer.WriteStartObject();
        WriteResult(writer, refusal, isModern);
        writer.WriteEndObject();
    }).Span);

    public static ReadOnlyMemory<byte> Message(string idJson, Refusal refusal, bool isModern) => Write(writer =>
    {
        Begin(writer, idJson);
        WriteResult(writer, refusal, isModern);
        writer.WriteEndObject();
    });

    /// <summary>A stored answer (<c>{"result":…}</c> or <c>{"error":…}</c>) for a caller with its own id.</summary>
    public static ReadOnlyMemory<byte> Message(string idJson, string answerJson) => Write(writer =>
    {
        using var answer = JsonDocument.Parse(answerJson);
        Begin(writer, idJson);
        foreach (var member in answer.RootElement.EnumerateObject())
        {
            writer.WritePropertyName(member.Name);
            writer.WriteRawValue(member.Value.GetRawText(), skipInputValidation: true);
        }

        writer.WriteEndObject();
    });

    public static ReadOnlyMemory<byte> Error(string? idJson, int code, string message) => Write(writer =>
    {
        Begin(writer, idJson ?? "null");
        writer.WriteStartObject("error"u8);
        writer.WriteNumber("code"u8, code);
        writer.WriteString("message"u8, message);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    /// <summary>A refusal as a JSON-RPC error, with what a tool's result has in its <c>_meta</c> as <c>data</c>.</summary>
    public static ReadOnlyMemory<byte> Error(string idJson, Refusal refusal) => Write(writer =>
    {
        Begin(writer, idJson);
        writer.WriteStartObject("error"u8);
        writer.WriteNumber("code"u8, Refused);
        writer.WriteString("message"u8, refusal.Text);
        WriteOutcome(writer, "data"u8, refusal);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    public static ReadOnlyMemory<byte> Error(RpcProblem problem) => Error(problem.IdJson, problem.Code, problem.Message);

    public static ReadOnlyMemory<byte> Progress(string tokenJson, double progress, string message) => Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("jsonrpc"u8, "2.0"u8);
        writer.WriteString("method"u8, "notifications/progress"u8);
        writer.WriteStartObject("params"u8);
        writer.WritePropertyName("progressToken"u8);
        writer.WriteRawValue(tokenJson);
        writer.WriteNumber("progress"u8, progress);
        writer.WriteString("message"u8, message);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    private static void Begin(Utf8JsonWriter writer, string idJson)
    {
        writer.WriteStartObject();
        writer.WriteString("jsonrpc"u8, "2.0"u8);
        writer.WritePropertyName("id"u8);
        writer.WriteRawValue(idJson, skipInputValidation: true);
    }

    private static void WriteResult(Utf8JsonWriter writer, Refusal refusal, bool isModern)
    {
        writer.WriteStartObject("result"u8);
        writer.WriteStartArray("content"u8);
        writer.WriteStartObject();
        writer.WriteString("type"u8, "text"u8);
        writer.WriteString("text"u8, refusal.Text);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteBoolean("isError"u8, true);
        if (isModern)
        {
            writer.WriteString("resultType"u8, "complete"u8);
        }

        writer.WriteStartObject("_meta"u8);
        WriteOutcome(writer, "approvals/outcome"u8, refusal);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteOutcome(Utf8JsonWriter writer, ReadOnlySpan<byte> name, Refusal refusal)
    {
        writer.WriteStartObject(name);
        writer.WriteString("code"u8, refusal.Code);
        writer.WriteString("rule"u8, refusal.Rule);
        if (refusal.ApprovalId is not null)
        {
            writer.WriteString("approvalId"u8, refusal.ApprovalId);
        }

        if (refusal.RetryAfterSeconds is { } seconds)
        {
            writer.WriteNumber("retryAfterSeconds"u8, seconds);
        }

        writer.WriteEndObject();
    }

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        var to = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(to, Plain))
        {
            write(writer);
        }

        return to.WrittenMemory;
    }
}
