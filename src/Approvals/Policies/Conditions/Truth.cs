namespace Approvals.Policies.Conditions;

/// <summary>What a condition says of a call. What it cannot read never speaks for the call.</summary>
internal enum Truth
{
    No,
    Yes,

    /// <summary>There is nothing at the path: as good as No.</summary>
    Missing,

    /// <summary>There is something else than what the condition compares with: a requirement does not hold, a denial or a question fires.</summary>
    WrongType,
}
