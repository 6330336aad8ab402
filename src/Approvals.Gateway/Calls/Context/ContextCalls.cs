using Approvals.Gateway.Calls.Door;
using Approvals.Gateway.Reviews;
using Approvals.Gateway.Storage.Records;
using Approvals.Policies;
using Approvals.Policies.Context;
using Approvals.Requests;

namespace Approvals.Gateway.Calls.Context;

/// <summary>Asks an upstream what a policy wants reviewers to know. It happens beside the request and never in its way: nothing waits for it.</summary>
internal sealed partial class ContextCalls(
    ContextAsker asker, ContextFacts facts, ChangeBell bell, IHostApplicationLifetime life, TimeProvider clock, ILogger<ContextCalls> log)
{
    // Reviewers who have to wait longer decide without it.
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(10);

    /// <summary>Begins to ask, if the policy wants that, and returns at once.</summary>
    public void Begin(Exchange exchange, string requestId, AskedCall asked, Terms terms) => Begin(exchange, requestId, asked, terms, isLate: false);

    /// <summary>The same, unless it was asked already.</summary>
    public void BeginOnce(Exchange exchange, string requestId, AskedCall asked, Terms terms) => Begin(exchange, requestId, asked, terms, isLate: true);

    private void Begin(Exchange exchange, string requestId, AskedCall asked, Terms terms, bool isLate)
    {
        if (!terms.Context.IsEmpty)
        {
            var around = Surroundings.Of(exchange, requestId, asked);
            _ = Task.Run(() => AskAsync(around, terms.Context, isLate));
        }
    }

    private async Task AskAsync(Surroundings around, IReadOnlyList<ContextCall> calls, bool isLate)
    {
        try
        {
            if (isLate && (await facts.FindAsync(around.RequestId, life.ApplicationStopping)).Count > 0)
            {
                return;
            }

            using var limit = new CancellationTokenSource(Within, clock);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, life.ApplicationStopping);
            await TellAsync(around, [.. calls.Select(call => new ContextFact(call.Tool, null, new ContextAnswer.Waiting()))]);
            var found = await Task.WhenAll(calls.Select(call => asker.AskAsync(around, call, stop.Token)));
            await TellAsync(around, found);
        }
        catch (Exception broken)
        {
            LogBroken(log, around.RequestId, broken);
        }
    }

    private async Task TellAsync(Surroundings around, IReadOnlyList<ContextFact> found)
    {
        await facts.WriteAsync(around.RequestId, found);
        bell.RingBeside(around.RequestId);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "What the upstream says around request {Id} could not be written down; people decide without it.")]
    private static partial void LogBroken(ILogger log, string id, Exception exception);
}
