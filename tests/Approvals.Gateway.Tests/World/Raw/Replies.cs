using System.Text;
using Microsoft.AspNetCore.Http;

namespace Approvals.Gateway.Tests.World.Raw;

/// <summary>What a <see cref="RawUpstream"/> does with one request.</summary>
internal delegate Task Reply(Seen seen, HttpResponse response);

/// <summary>Answers, sound and broken. In their text <c>$id</c> stands for the request's id.</summary>
internal static class Replies
{
    public static Reply Status(int status, params (string Name, string Value)[] headers) => (_, response) =>
    {
        Head(response, status, null, headers);
        return Task.CompletedTask;
    };

    public static Reply Json(string text, int status = 200, string? contentType = "application/json", params (string Name, string Value)[] headers) =>
        async (seen, response) =>
        {
            Head(response, status, contentType, headers);
            var body = Encoding.UTF8.GetBytes(text.Replace("$id", seen.IdJson, StringComparison.Ordinal));
            response.ContentLength = body.Length;
            await response.Body.WriteAsync(body);
        };

    /// <summary>An event stream of exactly this text.</summary>
    public static Reply Stream(string text, params (string Name, string Value)[] headers) => async (seen, response) =>
    {
        Head(response, 200, "text/event-stream", headers);
        await response.WriteAsync(text.Replace("$id", seen.IdJson, StringComparison.Ordinal));
    };

    /// <summary>One event a message.</summary>
    public static Reply Events(params string[] messages) => Stream(string.Concat(messages.Select(message => $"data: {message}\n\n")));

    /// <summary>As much of this text, and then the connection is gone.</summary>
    public static Reply Cut(string text, string contentType = "text/event-stream") => async (seen, response) =>
    {
        Head(response, 200, contentType, []);
        response.ContentLength = contentType == "application/json" ? text.Length + 100 : null;
        await response.WriteAsync(text.Replace("$id", seen.IdJson, StringComparison.Ordinal));
        await response.Body.FlushAsync();
        response.HttpContext.Abort();
    };

    /// <summary>The connection is gone before any answer.</summary>
    public static Task HangUp(Seen seen, HttpResponse response)
    {
        response.HttpContext.Abort();
        return Task.CompletedTask;
    }

    /// <summary>Sends this text and then nothing, until the other side has enough.</summary>
    public static Reply Hang(string text = "", string contentType = "text/event-stream") => async (seen, response) =>
    {
        if (text.Length > 0)
        {
            Head(response, 200, contentType, []);
            await response.WriteAsync(text.Replace("$id", seen.IdJson, StringComparison.Ordinal));
            await response.Body.FlushAsync();
        }

        var gone = new TaskCompletionSource();
        await using var _ = response.HttpContext.RequestAborted.Register(() => gone.TrySetResult());
        await gone.Task;
    };

    /// <summary>One reply for one JSON-RPC method, and <see cref="RawUpstream.WellBehaved"/> for the others.</summary>
    public static Reply On(string rpcMethod, Reply reply) =>
        (seen, response) => seen.RpcMethod == rpcMethod ? reply(seen, response) : RawUpstream.WellBehaved(seen, response);

    /// <summary>One reply for one HTTP method, and <see cref="RawUpstream.WellBehaved"/> for the others.</summary>
    public static Reply OnHttp(string method, Reply reply) =>
        (seen, response) => seen.Method == method ? reply(seen, response) : RawUpstream.WellBehaved(seen, response);

    private static void Head(HttpResponse response, int status, string? contentType, (string Name, string Value)[] headers)
    {
        response.StatusCode = status;
        response.ContentType = contentType;
        foreach (var (name, value) in headers)
        {
            response.Headers.Append(name, value);
        }
    }
}
