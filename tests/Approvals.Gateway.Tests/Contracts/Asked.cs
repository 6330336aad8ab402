using System.Globalization;
using Approvals.Gateway.Storage;
using Approvals.Policies;
using Approvals.Requests;

namespace Approvals.Gateway.Tests.Contracts;

/// <summary>Requests to store, and the rows that go with them.</summary>
internal static class Asked
{
    public const string Print = "f1e2d3";

    public static readonly DateTimeOffset Opened = new(2026, 11, 22, 12, 0, 0, 123, TimeSpan.Zero);
    public static readonly TimeSpan Claim = TimeSpan.FromMinutes(15);
    public static readonly Reviewer Bob = Person("bob");
    public static readonly Reviewer Carol = Person("carol");

    public static Reviewer Person(string id) => new(id, null, ["sre"], [Role.Reviewer]);

    public static Reviewer Person(int number) => Person(string.Create(CultureInfo.InvariantCulture, $"person-{number:D4}"));

    public static DateTimeOffset At(double minutes) => Opened.AddMinutes(minutes);

    public static ApprovalRequest Request(string id, double minute = 0, string grant = "alice-laptop", string callKey = "key", string? arguments = "{}", int quorum = 1, string owner = "alice@example.com") =>
        ApprovalRequest.Open(
            id,
            new AskedCall("bank", "http://127.0.0.1:7001/mcp", "pay", arguments, """{"name":"pay"}""", """{"name":"pay"}""", grant, owner, grant, Print, callKey, "claude-code", "2.1", "2025-11-25"),
            new Ground("/tools/pay", "Moves money.", "bank", "0123456789abcdef"),
            Terms.Of(["sre", "finance"], quorum, TimeSpan.FromMinutes(30)),
            At(minute));

    public static AuditRow Audit(string id, string kind = "request.opened", double minute = 0) =>
        new() { At = At(minute), Kind = kind, RequestId = id, Actor = "alice-laptop", DetailJson = "{}" };

    public static async Task<bool> OpenAsync(this ApprovalStore store, ApprovalRequest request) =>
        await store.OpenAsync(request, Audit(request.Id), _ => null) is null;

    /// <summary>Moves a request as a desk would: what it says is an answer, and it is written with an audit row and a message.</summary>
    public static Task<object?> MoveAsync(this ApprovalStore store, string id, Func<ApprovalRequest, object> move) =>
        store.ChangeAsync<object>(id, request => new Change<object>(move(request), Audit(id, "moved"), OutboxKind.Resolved));

    public static Task<object?> ApproveAsync(this ApprovalStore store, string id, double minute = 1) =>
        store.MoveAsync(id, request => request.Decide(Bob, Choice.Approve, null, Print, "api", At(minute), Claim));
}
