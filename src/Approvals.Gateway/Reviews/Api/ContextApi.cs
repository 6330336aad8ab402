using System.Text.Json.Serialization;
using Approvals.Policies.Context;

namespace Approvals.Gateway.Reviews.Api;

/// <summary>What an upstream said around a request, for programs.</summary>
internal static class ContextApi
{
    public static void MapContextApi(this RouteGroupBuilder approvals) => approvals.MapGet("/{id}/context", ListAsync);

    private static async Task<IResult> ListAsync(HttpContext context, ReviewerBook reviewers, ReviewRoom room, string id, CancellationToken stop)
    {
        if (ApprovalsApi.PersonOf(Visitor.Of(context, reviewers)) is not { } person)
        {
            return Refusal.NotSignedIn.ToProblem(context);
        }

        return await room.FindAsync(id, person, stop) is { } view
            ? TypedResults.Json(new ContextListJson([.. (await room.ListContextAsync(view, stop)).Select(ContextFactJson.Of)]), ContextApiJson.Default.ContextListJson)
            : Refusal.NotFound.ToProblem(context);
    }
}

internal sealed record ContextListJson(IReadOnlyList<ContextFactJson> Items);

/// <summary>One call of the gateway's own on the wire.</summary>
/// <param name="Tool">The tool's name.</param>
/// <param name="Arguments">What it was called with.</param>
/// <param name="State"><c>waiting</c>, <c>said</c> or <c>silent</c>.</param>
/// <param name="Answer">The upstream's words: an object, or a text.</param>
/// <param name="Left">How many characters more it said.</param>
/// <param name="IsError">Whether it calls its answer an error.</param>
/// <param name="Why">Why there is no answer, or null.</param>
internal sealed record ContextFactJson(string Tool, JsonRaw? Arguments, string State, JsonRaw? Answer, int Left, bool IsError, string? Why)
{
    public static ContextFactJson Of(ContextFact fact)
    {
        JsonRaw? arguments = fact.ArgumentsJson is { } json ? new JsonRaw(json) : null;
        return fact.Answer switch
        {
            ContextAnswer.Said said => new(fact.Tool, arguments, "said", new JsonRaw(said.Json), said.Left, said.IsError, null),
            ContextAnswer.Silent silent => new(fact.Tool, arguments, "silent", null, 0, false, silent.Why),
            _ => new(fact.Tool, arguments, "waiting", null, 0, false, null),
        };
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ContextListJson))]
internal sealed partial class ContextApiJson : JsonSerializerContext;
