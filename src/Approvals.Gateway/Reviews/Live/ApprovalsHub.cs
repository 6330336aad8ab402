using System.Text.Json.Nodes;
using Approvals.Gateway.Reviews.Forms;
using Microsoft.AspNetCore.SignalR;

namespace Approvals.Gateway.Reviews.Live;

/// <summary>The live door for programs and for the page: it tells what opens and changes, and takes decisions as the JSON API does.</summary>
internal sealed class ApprovalsHub(LiveConnections connections, Presence presence, ReviewRoom room, TimeProvider clock) : Hub
{
    public const string Path = "/hubs/approvals";

    public override async Task OnConnectedAsync()
    {
        if (connections.TryAdd(Context))
        {
            // A client takes itself for connected before we have let it in: what it reads before this could already be out of date.
            await Clients.Caller.SendAsync("Ready", Context.ConnectionAborted);
        }
        else
        {
            Context.Abort();
        }
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        connections.Remove(Context.ConnectionId);
        TellIf(presence.Leave(Context.ConnectionId));
        return Task.CompletedTask;
    }

    /// <summary>Says that the person looks at a request, for as long as a word of it holds; an empty id says that they look at none.</summary>
    public async Task Look(string id)
    {
        if (connections.Find(Context.ConnectionId) is not { } connection || !connection.MayCall() || connection.Holder is not { } person)
        {
            Context.Abort();
            return;
        }

        var isSeen = id == presence.RequestOf(Context.ConnectionId) || (id.Length > 0 && await room.FindAsync(id, person, Context.ConnectionAborted) is not null);
        TellIf(isSeen ? presence.Look(Context.ConnectionId, person.Id, id) : presence.Leave(Context.ConnectionId));
    }

    /// <summary>Decides, with the words and the statuses of the JSON API.</summary>
    public async Task<HubAnswer> Decide(string id, string decision, string? reason, string fingerprint)
    {
        if (connections.Find(Context.ConnectionId) is not { } connection || !connection.MayCall() || connection.Holder is not { } person)
        {
            Context.Abort();
            return HubAnswer.Of(Refusal.NotSignedIn);
        }

        var (form, refusal) = DecisionForm.Read(decision, reason, fingerprint);
        refusal ??= Refusal.Of(await room.DecideAsync(id, person, form!, "hub", Context.ConnectionAborted), clock.GetUtcNow());
        return refusal is null
            ? HubAnswer.Of((await room.FindAsync(id, person, Context.ConnectionAborted))!)
            : HubAnswer.Of(refusal);
    }

    private void TellIf(bool isNews)
    {
        if (isNews)
        {
            connections.TellOfPresence();
        }
    }
}

/// <summary>What became of a decision: <paramref name="Status"/> and <paramref name="Code"/> are those of the JSON API.</summary>
internal sealed record HubAnswer(int Status, string? Code, string? Detail, JsonObject? Approval)
{
    public static HubAnswer Of(Refusal refusal) => new(refusal.Status, refusal.Code, refusal.Sentence, null);

    public static HubAnswer Of(ApprovalView view) => new(StatusCodes.Status200OK, null, null, ApprovalSummary.Of(view));
}
