namespace Approvals.Calls;

/// <summary>Who calls.</summary>
/// <param name="Grant">The name of the grant whose token was shown.</param>
/// <param name="Owner">The person who answers for the grant.</param>
/// <param name="Principal">The identity behind the connection: the grant's, or one that it vouches for.</param>
public sealed record Caller(string Grant, string Owner, string Principal);
