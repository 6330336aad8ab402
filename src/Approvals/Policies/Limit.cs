namespace Approvals.Policies;

/// <summary>A quota: in no interval as long as <paramref name="Window"/> are more than <paramref name="Max"/> calls sent.</summary>
/// <param name="Rule">Where the document says so, as a JSON pointer: <c>/tools/refund/limits/0</c>.</param>
/// <param name="Counter">What is counted; entries that name the same counter share it.</param>
/// <param name="Window">From 1 second to 1 day; it slides, it does not start anew on the minute.</param>
/// <param name="Max">At least 1.</param>
/// <param name="Scope">Whose calls are counted together.</param>
public sealed record Limit(string Rule, string Counter, TimeSpan Window, long Max, LimitScope Scope);
