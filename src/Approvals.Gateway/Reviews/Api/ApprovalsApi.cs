using Approvals.Gateway.Storage;
using Approvals.Gateway.Storage.Views;
using Approvals.Requests;
using Approvals.Requests.Narrowed;
using Microsoft.AspNetCore.Http.HttpResults;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Approvals.Gateway.Reviews.Api;

/// <summary>What reviewers' programs call.</summary>
internal static class ApprovalsApi
{
    private const int UsualLimit = 50;
    private const int MostAtOnce = 200;

    public static void MapApprovalsApi(this IEndpointRouteBuilder app)
    {
        var approvals = app.MapGroup("/api/approvals").AddEndpointFilter(KeepPrivateAsync);
        approvals.MapGet("", ListAsync);
        approvals.MapGet("/{id}", FindAsync);
        approvals.MapPost("/{id}/decision", DecideAsync);
        approvals.MapPost("/{id}/settlement", SettleAsync);
        approvals.MapPost("/{id}/extension", ExtendAsync);
        approvals.MapPost("/{id}/withdrawal", WithdrawAsync);
        approvals.MapPost("/{id}/questions", AskAsync);
        approvals.MapPost("/{id}/narrowing", NarrowAsync);
        approvals.MapContextApi();
    }

    private static async Task<IResult> ListAsync(
        HttpContext context, ReviewerBook reviewers, ReviewRoom room, string? status, string? limit, string? cursor, CancellationToken stop)
    {
        if (PersonOf(Visitor.Of(context, reviewers)) is not { } person)
        {
            return Refusal.NotSignedIn.ToProblem(context);
        }

        if (!TryReadStatus(status, out var only))
        {
            return Bad("bad_status", "The status must be one of pending, approved, denied, expired, withdrawn, all.").ToProblem(context);
        }

        if (!TryReadLimit(limit, out var most))
        {
            return Bad("bad_limit", $"The limit must be a whole number from 1 to {MostAtOnce}.").ToProblem(context);
        }

        Place? before = null;
        if (!string.IsNullOrEmpty(cursor) && (before = PageCursor.Read(cursor)) is null)
        {
            return Bad("bad_cursor", "The cursor must be a nextCursor of an earlier answer, unchanged.").ToProblem(context);
        }

        var (items, next) = await room.ListAsync(person, only, before, most, stop);
        return TypedResults.Json(
            new ApprovalListJson([.. items.Select(ApprovalJson.Of)], next is { } place ? PageCursor.Write(place) : null),
            ApprovalsApiJson.Default.ApprovalListJson);
    }

    private static async Task<IResult> FindAsync(HttpContext context, ReviewerBook reviewers, ReviewRoom room, string id, CancellationToken stop)
    {
        if (PersonOf(Visitor.Of(context, reviewers)) is not { } person)
        {
            return Refusal.NotSignedIn.ToProblem(context);
        }

        return await room.FindAsync(id, person, stop) is { } view ? Approval(view) : Refusal.NotFound.ToProblem(context);
    }

    private static async Task<IResult> DecideAsync(
        HttpContext context, ReviewerBook reviewers, ReviewRoom room, BrowserGuard guard, TimeProvider clock, string id, CancellationToken stop)
    {
        var (person, refusal) = await WriterAsync(context, reviewers, guard);
        if (person is null)
        {
            return refusal!.ToProblem(context);
        }

        (var form, refusal) = await BodyReader.ReadDecisionAsync(context.Request, stop);
        refusal ??= Refusal.Of(await room.DecideAsync(id, person, form!, "api", stop), clock.GetUtcNow());
        return refusal is null ? Approval((await room.FindAsync(id, person, stop))!) : refusal.ToProblem(context);
    }

    private static async Task<IResult> SettleAsync(
        HttpContext context, ReviewerBook reviewers, ReviewRoom room, BrowserGuard guard, TimeProvider clock, string id, CancellationToken stop)
    {
        var (person, refusal) = await WriterAsync(context, reviewers, guard);
        if (person is null)
        {
            return refusal!.ToProblem(context);
        }

        (var form, refusal) = await BodyReader.ReadSettlementAsync(context.Request, stop);
        refusal ??= Refusal.Of(await room.SettleAsync(id, person, form!, "api", stop), clock.GetUtcNow());
        return refusal is null ? Approval((await room.FindAsync(id, person, stop))!) : refusal.ToProblem(context);
    }

    private static async Task<IResult> WithdrawAsync(
        HttpContext context, ReviewerBook reviewers, ReviewRoom room, BrowserGuard guard, TimeProvider clock, string id, CancellationToken stop)
    {
        var (person, refusal) = await WriterAsync(context, reviewers, guard);
        if (person is null)
        {
            return refusal!.ToProblem(context);
        }

        (var form, refusal) = await BodyReader.ReadWithdrawalAsync(context.Request, stop);
        refusal ??= Refusal.Of(await room.WithdrawAsync(id, person, form!, "api", stop), clock.GetUtcNow());
        return refusal is null ? Approval((await room.FindAsync(id, person, stop))!) : refusal.ToProblem(context);
    }

    private static async Task<IResult> AskAsync(
        HttpContext context, ReviewerBook reviewers, ReviewRoom room, BrowserGuard guard, TimeProvider clock, string id, CancellationToken stop)
    {
        var (person, refusal) = await WriterAsync(context, reviewers, guard);
        if (person is null)
        {
            return refusal!.ToProblem(context);
        }

        (var form, refusal) = await BodyReader.ReadQuestionAsync(context.Request, stop);
        refusal ??= Refusal.Of(await room.AskAsync(id, person, form!, "api", stop), clock.GetUtcNow());
        return refusal is null ? Approval((await room.FindAsync(id, person, stop))!) : refusal.ToProblem(context);
    }

    // The answer is the narrowed call's approval.
    private static async Task<IResult> NarrowAsync(
        HttpContext context, ReviewerBook reviewers, ReviewRoom room, BrowserGuard guard, TimeProvider clock, string id, CancellationToken stop)
    {
        var (person, refusal) = await WriterAsync(context, reviewers, guard);
        if (person is null)
        {
            return refusal!.ToProblem(context);
        }

        (var form, refusal) = await BodyReader.ReadNarrowingAsync(context.Request, stop);
        var answer = refusal is null ? await room.NarrowAsync(id, person, form!, "api", stop) : null;
        refusal ??= Refusal.Of(answer, clock.GetUtcNow());
        return refusal is null ? Approval((await room.FindAsync(((NarrowAnswer.Narrowed)answer!).Successor.Id, person, stop))!) : refusal.ToProblem(context);
    }

    // There is nothing to say about it, so no body is read.
    private static async Task<IResult> ExtendAsync(
        HttpContext context, ReviewerBook reviewers, ReviewRoom room, BrowserGuard guard, TimeProvider clock, string id, CancellationToken stop)
    {
        var (person, refusal) = await WriterAsync(context, reviewers, guard);
        if (person is null)
        {
            return refusal!.ToProblem(context);
        }

        refusal = Refusal.Of(await room.ExtendAsync(id, person, "api", stop), clock.GetUtcNow());
        return refusal is null ? Approval((await room.FindAsync(id, person, stop))!) : refusal.ToProblem(context);
    }

    // Who may change something here: a program by its token, a browser only from our own page.
    private static async Task<(Reviewer? Person, Refusal? Refusal)> WriterAsync(HttpContext context, ReviewerBook reviewers, BrowserGuard guard)
    {
        var visitor = Visitor.Of(context, reviewers);
        if (PersonOf(visitor) is not { } person)
        {
            return (null, Refusal.NotSignedIn);
        }

        return visitor is Visitor.Browser && await guard.FindFaultAsync(context) is { } fault ? (null, Refusal.Of(fault)) : (person, null);
    }

    private static ValueTask<object?> KeepPrivateAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var headers = invocation.HttpContext.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        return next(invocation);
    }

    internal static Reviewer? PersonOf(Visitor visitor) => visitor switch
    {
        Visitor.Program(var person) => person,
        Visitor.Browser(var person) => person,
        _ => null,
    };

    private static JsonHttpResult<ApprovalJson> Approval(ApprovalView view) =>
        TypedResults.Json(ApprovalJson.Of(view), ApprovalsApiJson.Default.ApprovalJson);

    private static Refusal Bad(string code, string sentence) => new(Status400BadRequest, code, sentence);

    private static bool TryReadLimit(string? text, out int limit)
    {
        limit = UsualLimit;
        return string.IsNullOrEmpty(text)
            || (int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= MostAtOnce);
    }

    private static bool TryReadStatus(string? text, out RequestStatus? status)
    {
        status = text switch
        {
            null or "" or "pending" => RequestStatus.Pending,
            "approved" => RequestStatus.Approved,
            "denied" => RequestStatus.Denied,
            "expired" => RequestStatus.Expired,
            "withdrawn" => RequestStatus.Withdrawn,
            _ => null,
        };
        return status is not null || text == "all";
    }
}
