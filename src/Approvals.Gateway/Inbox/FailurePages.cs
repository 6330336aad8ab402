using Approvals.Gateway.Inbox.Pages;

namespace Approvals.Gateway.Inbox;

/// <summary>Gives people who reach nothing, or something broken, a page that says so. Programs get what they always got.</summary>
internal sealed partial class FailurePages(RequestDelegate next, ILogger<FailurePages> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (!IsForPeople(context.Request))
        {
            await next(context);
            return;
        }

        var status = await TryAsync(context);
        if (!context.Response.HasStarted && status >= StatusCodes.Status400BadRequest && context.Response.ContentType is null)
        {
            await Page.Of<MessagePage>(context, MessageModel.Of(status), status).ExecuteAsync(context);
        }
    }

    private async Task<int> TryAsync(HttpContext context)
    {
        try
        {
            await next(context);
            return context.Response.StatusCode;
        }
        catch (BadHttpRequestException refused) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            return refused.StatusCode;
        }
        catch (Exception broken) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            LogBroken(log, broken);
            context.Response.Clear();
            return StatusCodes.Status500InternalServerError;
        }
    }

    private static bool IsForPeople(HttpRequest request) =>
        !request.Path.StartsWithSegments("/api") && !request.Path.StartsWithSegments("/mcp")
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    [LoggerMessage(Level = LogLevel.Error, Message = "A page could not be made.")]
    private static partial void LogBroken(ILogger log, Exception exception);
}
