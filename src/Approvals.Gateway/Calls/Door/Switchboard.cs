using Approvals.Calls;
using Approvals.Gateway.Calls.Waiting;
using Approvals.Policies;

namespace Approvals.Gateway.Calls.Door;

/// <summary>Sends each message that came in by the door to where it is dealt with.</summary>
internal sealed class Switchboard(CallPipeline pipeline, WaitCall wait, PassThrough others)
{
    public async Task ConnectAsync(Exchange exchange)
    {
        if (exchange.Message.Method == "tools/call")
        {
            await CallAsync(exchange);
        }
        else if (UseReader.Read(exchange.Message, out var problem) is { } use)
        {
            await pipeline.RunAsync(exchange, use);
        }
        else
        {
            await (problem is null ? others.PostAsync(exchange) : FailAsync(exchange, problem));
        }
    }

    private Task CallAsync(Exchange exchange) => ToolCall.From(exchange.Message, exchange.Upstream.Name, exchange.Caller, out var problem) switch
    {
        null => FailAsync(exchange, problem!),
        { Tool: WaitTool.Name } ours => wait.RunAsync(exchange, ours.Arguments),
        var call => pipeline.RunAsync(exchange, Use.OfTool(call.Tool, call.Arguments)),
    };

    private static Task FailAsync(Exchange exchange, RpcProblem problem) =>
        exchange.Http.FailAsync(StatusCodes.Status400BadRequest, problem.Code, problem.Message, problem.IdJson);
}
