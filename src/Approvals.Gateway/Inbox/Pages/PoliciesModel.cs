using Approvals.Requests;

namespace Approvals.Gateway.Inbox.Pages;

/// <summary>The policies in force, and why the folder as it is now is not (<paramref name="Problems"/>, none when it is).</summary>
public sealed record PoliciesModel(Reviewer Person, IReadOnlyList<PolicyRow> Policies, IReadOnlyList<string> Problems);

/// <summary>One policy, and who is judged by it.</summary>
public sealed record PolicyRow(string Name, string Version, string? Description, IReadOnlyList<PolicyUse> Uses);

/// <summary>A grant whose calls to an upstream a policy judges.</summary>
public sealed record PolicyUse(string Grant, string Owner, string Upstream);
