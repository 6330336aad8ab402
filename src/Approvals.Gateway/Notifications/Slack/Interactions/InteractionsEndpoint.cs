using System.Text.Json;
using Approvals.Gateway.Notifications.Slack.Api;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace Approvals.Gateway.Notifications.Slack.Interactions;

/// <summary><c>POST /slack/interactions</c>: what Slack sends to a public address. Nothing of it is read before its signature is checked.</summary>
internal static class InteractionsEndpoint
{
    private const int LargestBody = 512 << 10;

    public static void MapInteractions(this IEndpointRouteBuilder app) =>
        app.MapPost("/slack/interactions", TakeAsync).WithMetadata(new RequestSizeLimitAttribute(LargestBody));

    private static async Task<IResult> TakeAsync(HttpContext context, SlackOptions options, InteractionIntake intake, TimeProvider clock, CancellationToken stop)
    {
        var headers = context.Request.Headers;
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, stop);
        if (headers[SlackSignature.TimestampHeader] is not [{ } timestamp] || headers[SlackSignature.SignatureHeader] is not [{ } signature]
            || !SlackSignature.IsGood(options.SigningSecret!, timestamp, signature, body.GetBuffer().AsSpan(0, (int)body.Length), clock.GetUtcNow()))
        {
            return TypedResults.Unauthorized();
        }

        var answer = await intake.TakeAsync(Read(body), stop);
        return answer is null ? TypedResults.Ok() : TypedResults.Json(answer, SlackJson.Default.ViewAnswer);
    }

    // Whatever Slack signed and we do not know is acknowledged all the same: it would only come again.
    private static Interaction? Read(MemoryStream body)
    {
        body.Position = 0;
        using var reader = new StreamReader(body, leaveOpen: true);
        try
        {
            var form = new FormReader(reader.ReadToEnd()).ReadForm();
            return form.TryGetValue("payload", out var payload) ? Interaction.Read(payload.ToString()) : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidDataException or InvalidOperationException)
        {
            return null;
        }
    }
}
