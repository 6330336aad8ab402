using Approvals.Gateway.Calls.Context;
using Approvals.Gateway.Calls.Door;
using Approvals.Gateway.Calls.Holding;
using Approvals.Gateway.Calls.Waiting;

namespace Approvals.Gateway.Calls;

internal static class CallsSetup
{
    public static void AddCalls(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<McpEndpoint>();
        builder.Services.AddSingleton<Switchboard>();
        builder.Services.AddSingleton<Judge>();
        builder.Services.AddSingleton<CallPipeline>();
        builder.Services.AddSingleton<WaitCall>();
        builder.Services.AddSingleton<QuestionDesk>();
        builder.Services.AddSingleton<ContextCalls>();
        builder.Services.AddSingleton<ContextAsker>();
        builder.Services.AddSingleton<EqualCalls>();
        builder.Services.AddSingleton<ParkedCalls>();
        builder.Services.AddSingleton<HeldCall>();
        builder.Services.AddSingleton<ReleaseGate>();
        builder.Services.AddSingleton<ReleasedCall>();
        builder.Services.AddSingleton<DirectCall>();
        builder.Services.AddSingleton<StraightCall>();
        builder.Services.AddSingleton<PassThrough>();
        builder.Services.AddSingleton<AnswerRelay>();
        builder.Services.AddHostedService<WakeUpSweep>();
    }

    public static void MapCalls(this IEndpointRouteBuilder app)
    {
        app.MapPost("/mcp/{upstream}", McpEndpoint.PostAsync);
        app.MapGet("/mcp/{upstream}", McpEndpoint.GetAsync);
        app.MapDelete("/mcp/{upstream}", McpEndpoint.DeleteAsync);
    }
}
