using Approvals.Gateway.Storage;
using Approvals.Requests;
using Approvals.Requests.Narrowed;
using Approvals.Requests.Talks;

namespace Approvals.Gateway.Reviews;

/// <content>What people do with a request before they decide it: they ask its agent, or put less in its place.</content>
internal sealed partial class ApprovalDesk
{
    /// <summary>Asks the agent something, or says why not. Null if there is no such request.</summary>
    public Task<RemarkAnswer?> AskAsync(string id, Reviewer by, string text, string via) =>
        SayAsync(id, "question.asked", by.Id, request => request.Ask(by, text, Now(), options.Claim), via);

    /// <summary>Writes down what the agent answers, or says why not. Null if there is no such request.</summary>
    public Task<RemarkAnswer?> ReplyAsync(string id, string grant, string text) =>
        SayAsync(id, "question.answered", grant, request => request.Reply(text, Now(), options.Claim), "mcp");

    /// <summary>Notes that the agent was sent the first <paramref name="count"/> remarks.</summary>
    public Task<Moved?> HearAsync(string id, int count) =>
        MoveAsync(id, request => request.Hear(count), "question.delivered", Gateway, announce: null);

    // Announced, for a caller that is held to be woken: it is to read the question.
    private Task<RemarkAnswer?> SayAsync(string id, string kind, string actor, Func<ApprovalRequest, RemarkAnswer> say, string via) => ChangeAsync(id, request =>
    {
        var before = request.Status;
        var answer = say(request);
        return answer switch
        {
            RemarkAnswer.Recorded => new Change<RemarkAnswer>(answer, Audit(request, kind, actor, new() { ["via"] = via }), OutboxKind.Resolved),
            RemarkAnswer.TooLate when before == RequestStatus.Pending => new Change<RemarkAnswer>(answer, Audit(request, "request.expired", Gateway), OutboxKind.Resolved),
            _ => new Change<RemarkAnswer>(answer),
        };
    });

    /// <summary>Opens a request for less in the place of one that waits, or says why not. Null if there is no such request.</summary>
    public async Task<NarrowAnswer?> NarrowAsync(string id, NarrowOrder order, Func<ApprovalRequest, string, NarrowedCall> judge)
    {
        var answer = await ChangeAsync(id, request =>
        {
            var before = request.Status;
            var answer = request.Narrow(order, NewId(), arguments => judge(request, arguments), Now(), options.Claim);
            return answer switch
            {
                NarrowAnswer.Narrowed(var successor) => new Change<NarrowAnswer>(
                    answer, Audit(request, "request.narrowed", order.By.Id, new() { ["to"] = successor.Id, ["via"] = order.Via }), OutboxKind.Resolved)
                {
                    Successor = (successor, AuditOpened(successor, order.By.Id)),
                },
                NarrowAnswer.TooLate when before == RequestStatus.Pending => new Change<NarrowAnswer>(answer, Audit(request, "request.expired", Gateway), OutboxKind.Resolved),
                _ => new Change<NarrowAnswer>(answer),
            };
        });
        if (answer is NarrowAnswer.Narrowed narrowed)
        {
            bell.Ring(narrowed.Successor.Id);
        }

        return answer;
    }
}
