using Approvals.Calls;
using Approvals.Gateway.Upstreams.Wire;

namespace Approvals.Gateway.Calls.Door;

/// <summary>The gateway's own answers to an exchange, in whichever form it can still take.</summary>
internal static class ExchangeAnswers
{
    /// <summary>A refused tool call has a result that says so; whatever else is asked for has no such result, and gets an error.</summary>
    public static Task RefuseAsync(this Exchange exchange, Refusal refusal) => exchange.WriteAsync(exchange.Message.Method == "tools/call"
        ? CallJson.Message(exchange.Message.IdJson!, refusal, exchange.IsModern)
        : CallJson.Error(exchange.Message.IdJson!, refusal));

    public static Task AnswerAsync(this Exchange exchange, string answerJson) =>
        exchange.WriteAsync(CallJson.Message(exchange.Message.IdJson!, answerJson));

    /// <summary>A JSON-RPC error for a request; a notification, which nobody waits for, gets the status alone.</summary>
    public static Task FailAsync(this Exchange exchange, int status, int code, string message)
    {
        if (exchange.Message.IdJson is not null && exchange.Message.Kind == RpcKind.Request)
        {
            return exchange.WriteAsync(CallJson.Error(exchange.Message.IdJson, code, message), status);
        }

        exchange.Http.Response.StatusCode = status < StatusCodes.Status400BadRequest ? StatusCodes.Status502BadGateway : status;
        return Task.CompletedTask;
    }

    /// <summary>An error outside any exchange: the message could not be read, or its sender is unknown.</summary>
    public static Task FailAsync(this HttpContext http, int status, int code, string message, string? idJson = null) =>
        WriteJsonAsync(http, status, CallJson.Error(idJson, code, message));

    private static async Task WriteAsync(this Exchange exchange, ReadOnlyMemory<byte> message, int status = StatusCodes.Status200OK)
    {
        var response = exchange.Http.Response;
        if (!response.HasStarted)
        {
            await WriteJsonAsync(exchange.Http, status, message);
            return;
        }

        // A stream that broke off before its answer still gets one.
        new SseEvent(message, "message").WriteTo(response.BodyWriter);
        CallerGoneException.ThrowIf(await response.BodyWriter.FlushAsync(exchange.Http.RequestAborted));
    }

    private static async Task WriteJsonAsync(HttpContext http, int status, ReadOnlyMemory<byte> message)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = AnswerBody.Json;
        http.Response.ContentLength = message.Length;
        CallerGoneException.ThrowIf(await http.Response.BodyWriter.WriteAsync(message, http.RequestAborted));
    }
}
