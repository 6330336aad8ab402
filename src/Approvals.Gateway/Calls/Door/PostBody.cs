using System.Buffers;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Approvals.Gateway.Calls.Door;

/// <summary>The one JSON body of a POST, or why it is not read.</summary>
internal abstract record PostBody
{
    private PostBody()
    {
    }

    public sealed record Read(ReadOnlyMemory<byte> Bytes) : PostBody;

    public sealed record Refused(int Status, string Why) : PostBody;

    public static async Task<PostBody> ReadAsync(HttpContext http, int mostBytes)
    {
        if (!IsPlainJson(http.Request))
        {
            return new Refused(StatusCodes.Status415UnsupportedMediaType, "The body must be application/json in UTF-8, not compressed.");
        }

        if (http.Request.ContentLength > mostBytes)
        {
            return TooLarge(mostBytes);
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = mostBytes;
        }

        try
        {
            return await ReadAllAsync(http, mostBytes);
        }
        catch (BadHttpRequestException refused)
        {
            return refused.StatusCode == StatusCodes.Status413PayloadTooLarge ? TooLarge(mostBytes) : new Refused(refused.StatusCode, "The body could not be read.");
        }
    }

    private static async Task<PostBody> ReadAllAsync(HttpContext http, int mostBytes)
    {
        var reader = http.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(http.RequestAborted);
            if (read.Buffer.Length > mostBytes)
            {
                reader.AdvanceTo(read.Buffer.End);
                return TooLarge(mostBytes);
            }

            if (read.IsCompleted)
            {
                // The one copy: the message outlives the reader's buffer.
                var bytes = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return new Read(bytes);
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static bool IsPlainJson(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase))
        && request.Headers.ContentEncoding.Count == 0;

    private static Refused TooLarge(int mostBytes) => new(StatusCodes.Status413PayloadTooLarge, $"The body must be at most {mostBytes} bytes.");
}
