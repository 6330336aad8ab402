namespace Approvals.Gateway.Messaging;

/// <summary>A request was opened. Carries its id only: the database is the truth.</summary>
public sealed record ApprovalRequested(string RequestId);

/// <summary>A request was resolved. Carries its id only; whoever hears it reads the row.</summary>
public sealed record ApprovalResolved(string RequestId);
