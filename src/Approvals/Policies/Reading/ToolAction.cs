namespace Approvals.Policies.Reading;

/// <summary>What an entry, or the default, does with a call.</summary>
internal enum ToolAction
{
    Allow,
    Deny,
    RequireApproval,
}
