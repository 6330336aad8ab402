namespace Approvals.Policies.Limits;

/// <summary>What one call takes from one limit.</summary>
/// <param name="Limit">From which.</param>
/// <param name="Amount">From 1 to the limit's max.</param>
/// <param name="Key">Of a limit for each value of an argument: 32 hexadecimal digits that stand for the value, or empty
/// when the call does not have it. Null for any other limit.</param>
public readonly record struct Charge(Limit Limit, long Amount, string? Key);
