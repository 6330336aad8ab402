using Approvals.Policies;
using Approvals.Requests;

namespace Approvals.Tests.Requests;

/// <summary>A request of alice's, the people around it, and the instants of its life.</summary>
internal static class Asked
{
    public const string Print = "f1e2d3";
    public const string Answer = """{"result":{}}""";

    public static readonly DateTimeOffset Opened = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    public static readonly TimeSpan Claim = TimeSpan.FromMinutes(15);
    public static readonly TimeSpan DenyFor = TimeSpan.FromMinutes(10);

    public static readonly Reviewer Alice = Person("alice", groups: "sre");
    public static readonly Reviewer Bob = Person("bob", groups: "sre");
    public static readonly Reviewer Carol = Person("carol", groups: "sre");
    public static readonly Reviewer Dave = Person("dave", groups: "finance");

    public static DateTimeOffset At(double minutes) => Opened.AddMinutes(minutes);

    public static Reviewer Person(string id, Role role = Role.Reviewer, params string[] groups) =>
        new(id, $"{id}@example.com", [.. groups], [role]);

    public static Terms Of(int quorum, params string[] reviewers) => Terms.Of([.. reviewers], quorum, TimeSpan.FromMinutes(30));

    public static ApprovalRequest Request(Terms? terms = null, string owner = "alice@example.com") => ApprovalRequest.Open(
        "id",
        new AskedCall("bank", "http://127.0.0.1:7001/mcp", "pay", "{}", "{}", "{}", "alice-laptop", owner, "alice-laptop", Print, "k", null, null, "2025-11-25"),
        new Ground("/tools/pay", "Moves money.", "bank", "v"),
        terms ?? Of(1),
        Opened);

    public static DecisionAnswer Decides(this ApprovalRequest request, Reviewer by, Choice choice, DateTimeOffset? at = null, string print = Print) =>
        request.Decide(by, choice, null, print, "api", at ?? At(1), Claim);

    public static DecisionAnswer Approves(this ApprovalRequest request, Reviewer by, DateTimeOffset? at = null) => request.Decides(by, Choice.Approve, at);

    public static DecisionAnswer Denies(this ApprovalRequest request, Reviewer by, DateTimeOffset? at = null) => request.Decides(by, Choice.Deny, at);

    public static ReleaseAnswer Releases(this ApprovalRequest request, DateTimeOffset? at = null, Terms? present = null, Func<string, Reviewer?>? people = null) =>
        request.Release(present ?? request.Terms, people ?? Everybody, at ?? At(2));

    public static Reviewer? Everybody(string id) => Array.Find([Alice, Bob, Carol, Dave], person => person.Id == id);

    /// <summary>Everything that a move can change, to see that an illegal one changed nothing.</summary>
    public static object Snapshot(this ApprovalRequest request) => (
        (request.Status, request.Outcome, request.Version, request.AnswerJson, string.Join(' ', request.Decisions)),
        (request.ExpiresAt, request.ResolvedAt, request.ClaimableUntil, request.ReleasedAt, request.EndedAt, request.DeliveredAt));
}
