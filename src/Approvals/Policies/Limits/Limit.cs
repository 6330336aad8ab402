namespace Approvals.Policies.Limits;

/// <summary>A quota: in no interval as long as <paramref name="Window"/> is more than <paramref name="Max"/> sent.</summary>
/// <param name="Rule">Where the document says so, as a JSON pointer: <c>/tools/refund/limits/0</c>.</param>
/// <param name="Counter">What is counted; entries that name the same counter share it.</param>
/// <param name="Window">From 1 second to 1 day; it slides, it does not start anew on the minute.</param>
/// <param name="Max">At least 1.</param>
/// <param name="Scope">Whose calls are counted together.</param>
/// <param name="Amount">The argument that says how much a call takes; null when each call takes one.</param>
public sealed record Limit(string Rule, string Counter, TimeSpan Window, long Max, LimitScope Scope, ArgumentPath? Amount = null)
{
    /// <summary>Whether what a call takes, or where it is counted, is in its arguments.</summary>
    public bool ReadsArguments => Amount is not null || Scope is LimitScope.Argument;

    /// <summary>Which arguments it reads.</summary>
    internal IEnumerable<ArgumentPath> Paths
    {
        get
        {
            if (Amount is not null)
            {
                yield return Amount;
            }

            if (Scope is LimitScope.Argument argument)
            {
                yield return argument.Path;
            }
        }
    }
}
