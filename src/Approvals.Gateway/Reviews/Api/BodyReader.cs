using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Approvals.Gateway.Reviews.Forms;
using Approvals.Requests.Narrowed;
using Microsoft.Net.Http.Headers;

namespace Approvals.Gateway.Reviews.Api;

/// <summary>Reads what a program posts, strictly: what could be meant in two ways is not read at all.</summary>
internal static class BodyReader
{
    private const int MostBytes = 64 << 10;

    public static async Task<(DecisionForm? Form, Refusal? Refusal)> ReadDecisionAsync(HttpRequest request, CancellationToken stop)
    {
        var (body, refusal) = await ReadAsync(
            request, ApprovalsApiJson.Default.DecisionBody, "\"decision\", \"fingerprint\" and, if wanted, \"reason\"", stop);
        return body is null ? (null, refusal) : DecisionForm.Read(body.Decision, body.Reason, body.Fingerprint, body.Remember);
    }

    public static async Task<(SettlementForm? Form, Refusal? Refusal)> ReadSettlementAsync(HttpRequest request, CancellationToken stop)
    {
        var (body, refusal) = await ReadAsync(request, ApprovalsApiJson.Default.SettlementBody, "\"outcome\" and \"reason\"", stop);
        return body is null ? (null, refusal) : SettlementForm.Read(body.Outcome, body.Reason);
    }

    public static async Task<(WithdrawalForm? Form, Refusal? Refusal)> ReadWithdrawalAsync(HttpRequest request, CancellationToken stop)
    {
        var (body, refusal) = await ReadAsync(request, ApprovalsApiJson.Default.WithdrawalBody, "\"reason\", or without members", stop);
        return body is null ? (null, refusal) : WithdrawalForm.Read(body.Reason);
    }

    public static async Task<(QuestionForm? Form, Refusal? Refusal)> ReadQuestionAsync(HttpRequest request, CancellationToken stop)
    {
        var (body, refusal) = await ReadAsync(request, ApprovalsApiJson.Default.QuestionBody, "\"question\"", stop);
        return body is null ? (null, refusal) : QuestionForm.Read(body.Question);
    }

    public static async Task<(NarrowForm? Form, Refusal? Refusal)> ReadNarrowingAsync(HttpRequest request, CancellationToken stop)
    {
        var (body, refusal) = await ReadAsync(request, ApprovalsApiJson.Default.NarrowBody, "\"fingerprint\", \"changes\" and, if wanted, \"reason\"", stop);
        var edits = body?.Changes?.Select(change => change is { Path: { } path, Value: { } value } ? new ArgumentEdit(path, value.Text) : null).OfType<ArgumentEdit>().ToList();
        return body is null ? (null, refusal) : NarrowForm.Read(body.Fingerprint, edits?.Count == body.Changes?.Count ? edits : null, body.Reason);
    }

    private static async Task<(T? Body, Refusal? Refusal)> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type, string members, CancellationToken stop)
        where T : class
    {
        if (!IsJson(request.ContentType))
        {
            return Refuse<T>(StatusCodes.Status415UnsupportedMediaType, "unsupported_media_type", "Send it as application/json in UTF-8.");
        }

        if (await ReadBytesAsync(request, stop) is not { } bytes)
        {
            return Refuse<T>(StatusCodes.Status413PayloadTooLarge, "body_too_large", $"At most {MostBytes} bytes are read.");
        }

        return Parse(bytes, type) is { } body
            ? (body, null)
            : Refuse<T>(StatusCodes.Status400BadRequest, "bad_body", $"The body must be one JSON object with {members}, and nothing else.");
    }

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    private static async Task<byte[]?> ReadBytesAsync(HttpRequest request, CancellationToken stop)
    {
        var buffer = new byte[MostBytes + 1];
        var read = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, stop);
        return read > MostBytes ? null : buffer[..read];
    }

    private static T? Parse<T>(byte[] bytes, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return Utf8.IsValid(bytes) ? JsonSerializer.Deserialize(bytes, type) : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static (T?, Refusal?) Refuse<T>(int status, string code, string sentence)
        where T : class => (null, new Refusal(status, code, sentence));
}
