using System.Text.Json;
using System.Text.Unicode;
using Microsoft.Net.Http.Headers;

namespace Approvals.Gateway.Reviews.Api;

/// <summary>Reads a posted decision strictly: what could be meant in two ways is not a decision.</summary>
internal static class DecisionReader
{
    private const int MostBytes = 64 << 10;

    public static async Task<(DecisionForm? Form, Refusal? Refusal)> ReadAsync(HttpRequest request, CancellationToken stop)
    {
        if (!IsJson(request.ContentType))
        {
            return Refuse(StatusCodes.Status415UnsupportedMediaType, "unsupported_media_type", "Send the decision as application/json in UTF-8.");
        }

        if (await ReadBytesAsync(request, stop) is not { } bytes)
        {
            return Refuse(StatusCodes.Status413PayloadTooLarge, "body_too_large", $"A decision has at most {MostBytes} bytes.");
        }

        return Parse(bytes) is { } body
            ? DecisionForm.Read(body.Decision, body.Reason, body.Fingerprint)
            : Refuse(StatusCodes.Status400BadRequest, "bad_body", "The body must be one JSON object with \"decision\", \"fingerprint\" and, if wanted, \"reason\", and nothing else.");
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

    private static DecisionBody? Parse(byte[] bytes)
    {
        try
        {
            return Utf8.IsValid(bytes) ? JsonSerializer.Deserialize(bytes, ApprovalsApiJson.Default.DecisionBody) : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static (DecisionForm?, Refusal?) Refuse(int status, string code, string sentence) => (null, new Refusal(status, code, sentence));
}
