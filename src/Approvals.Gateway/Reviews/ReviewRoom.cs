using Approvals.Gateway.Reviews.Forms;
using Approvals.Gateway.Reviews.Narrowed;
using Approvals.Gateway.Storage;
using Approvals.Gateway.Storage.Records;
using Approvals.Gateway.Storage.Views;
using Approvals.Policies.Context;
using Approvals.Requests;
using Approvals.Requests.Narrowed;
using Approvals.Requests.Talks;

namespace Approvals.Gateway.Reviews;

/// <summary>What one person can see and do, the same at every door. What they may not see is not there.</summary>
internal sealed class ReviewRoom(ApprovalStore store, InboxQueries inbox, WaitingQueries waiting, HistoryQueries history, ContextFacts context, NarrowedJudge judge, ApprovalDesk desk)
{
    public async Task<ApprovalView?> FindAsync(string id, Reviewer person, CancellationToken stop) =>
        await store.FindAsync(id, stop) is { } request ? ApprovalView.For(request, person) : null;

    /// <summary>One page, newest first, and where the next one begins if there may be one.</summary>
    public async Task<(IReadOnlyList<ApprovalView> Items, Place? Next)> ListAsync(
        Reviewer person, RequestStatus? status, Place? before, int limit, CancellationToken stop) =>
        PageOf(await store.ListAsync(status, before, limit + 1, stop), person, limit, request => request.CreatedAt);

    /// <summary>One page of what no longer waits, the last resolved first.</summary>
    public async Task<(IReadOnlyList<ApprovalView> Items, Place? Next)> ListResolvedAsync(
        Reviewer person, HistoryFilter filter, Place? before, int limit, CancellationToken stop) =>
        PageOf(await history.ListAsync(person, filter, before, limit + 1, stop), person, limit, request => request.ResolvedAt!.Value);

    /// <summary>One page of what waits, where the next one begins if there may be one, and how many wait in all.</summary>
    public async Task<(IReadOnlyList<ApprovalView> Items, Place? Next, int Count)> ListWaitingAsync(
        Reviewer person, WaitingFilter filter, Place? after, int limit, CancellationToken stop)
    {
        var (found, count) = await waiting.ListAsync(person, filter, after, limit + 1, stop);
        var (items, next) = PageOf(found, person, limit, request => filter.Order == WaitingOrder.Expiry ? request.ExpiresAt : request.CreatedAt);
        return (items, next, count);
    }

    /// <summary>Other pending requests for the same call.</summary>
    public async Task<IReadOnlyList<ApprovalView>> ListTwinsAsync(ApprovalView view, Reviewer person, CancellationToken stop) =>
        ApprovalView.For(await inbox.ListTwinsAsync(view.Asked.CallKey, view.Id, stop), person);

    /// <summary>What the upstream was asked for those who decide, as whoever has this view may see it.</summary>
    public async Task<IReadOnlyList<ContextFact>> ListContextAsync(ApprovalView view, CancellationToken stop)
    {
        var facts = await context.FindAsync(view.Id, stop);
        return view.IsMasked ? [.. facts.Select(Masked)] : facts;
    }

    /// <summary>Records the person's decision, or says why it does not count. Null if there is nothing here for them.</summary>
    public async Task<DecisionAnswer?> DecideAsync(string id, Reviewer person, DecisionForm form, string via, CancellationToken stop) =>
        await FindAsync(id, person, stop) is null
            ? null
            : await desk.DecideAsync(id, person, form.Choice, form.Reason, form.Fingerprint, via, form.Remember);

    /// <summary>Gives the person more time, or says why not. Null if there is nothing here for them.</summary>
    public async Task<ExtensionAnswer?> ExtendAsync(string id, Reviewer person, string via, CancellationToken stop) =>
        await FindAsync(id, person, stop) is null ? null : await desk.ExtendAsync(id, person, via);

    /// <summary>What may have run, as far as nobody has settled it; the oldest first.</summary>
    public async Task<IReadOnlyList<ApprovalView>> ListUnsettledAsync(Reviewer person, int limit, CancellationToken stop) =>
        ApprovalView.For(await inbox.ListUnsettledAsync(limit, stop), person);

    /// <summary>Grants whose further calls are refused because so many wait; none for those who see only their own.</summary>
    public async Task<IReadOnlyList<string>> ListFullGrantsAsync(Reviewer person, int most, CancellationToken stop) =>
        person.May(Right.See) ? await inbox.ListFullGrantsAsync(most, stop) : [];

    /// <summary>Records what the person found out about an unknown outcome, or says why it does not count. Null if there is nothing here for them.</summary>
    public async Task<SettlementAnswer?> SettleAsync(string id, Reviewer person, SettlementForm form, string via, CancellationToken stop) =>
        await FindAsync(id, person, stop) is null
            ? null
            : await desk.SettleAsync(id, person, form.Finding, form.Reason, via);

    /// <summary>Asks the agent something in the person's name, or says why not. Null if there is nothing here for them.</summary>
    public async Task<RemarkAnswer?> AskAsync(string id, Reviewer person, QuestionForm form, string via, CancellationToken stop) =>
        await FindAsync(id, person, stop) is null ? null : await desk.AskAsync(id, person, form.Text, via);

    /// <summary>Lets less of it be decided in its place, or says why not. Null if there is nothing here for them.</summary>
    public async Task<NarrowAnswer?> NarrowAsync(string id, Reviewer person, NarrowForm form, string via, CancellationToken stop) =>
        await FindAsync(id, person, stop) is null
            ? null
            : await desk.NarrowAsync(id, new NarrowOrder(person, form.Fingerprint, form.Edits, form.Reason, via), judge.Judge);

    /// <summary>How a narrowed call differs from what the agent asked for; empty for any other, and where that cannot be told.</summary>
    public async Task<IReadOnlyList<NarrowedArgument>> ListNarrowingAsync(ApprovalView view, Reviewer person, CancellationToken stop) =>
        view.NarrowedFrom is { } from && await FindAsync(from, person, stop) is { } before ? NarrowedArgument.Between(before, view) : [];

    /// <summary>Calls it back in the person's name, or says why not. Null if there is nothing here for them.</summary>
    public async Task<WithdrawalAnswer?> WithdrawAsync(string id, Reviewer person, WithdrawalForm form, string via, CancellationToken stop) =>
        await FindAsync(id, person, stop) is null ? null : await desk.WithdrawAsync(id, person, form.Reason, via);

    private static ContextFact Masked(ContextFact fact) => fact with
    {
        ArgumentsJson = fact.ArgumentsJson is { } arguments ? SecretMask.Apply(arguments) : null,
        Answer = fact.Answer is ContextAnswer.Said said ? said with { Json = SecretMask.ApplyToWords(said.Json) } : fact.Answer,
    };

    private static (IReadOnlyList<ApprovalView> Items, Place? Next) PageOf(
        IReadOnlyList<ApprovalRequest> found, Reviewer person, int limit, Func<ApprovalRequest, DateTimeOffset> orderedBy)
    {
        var page = found.Take(limit).ToList();
        return (ApprovalView.For(page, person), found.Count > limit ? new Place(orderedBy(page[^1]), page[^1].Id) : null);
    }
}
