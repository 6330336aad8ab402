namespace Approvals.Gateway.Messaging;

/// <summary>A request was opened. Carries ids only: the database is the truth.</summary>
/// <param name="RequestId">Which request.</param>
/// <param name="Sequence">The row of the outbox that its consumer marks as done.</param>
public sealed record ApprovalRequested(string RequestId, long Sequence);

/// <summary>A request was resolved. Carries ids only; whoever hears it reads the row.</summary>
/// <param name="RequestId">Which request.</param>
/// <param name="Sequence">The row of the outbox that its consumer marks as done.</param>
public sealed record ApprovalResolved(string RequestId, long Sequence);
