using Approvals.Policies;

namespace Approvals.Gateway.Policies.Limits;

/// <summary>What the limits say of one call.</summary>
internal abstract record LimitAnswer
{
    private LimitAnswer()
    {
    }

    /// <summary>All of its limits have a place for it.</summary>
    public sealed record Reserved(Places Places) : LimitAnswer;

    /// <summary>One of them is full, and none was touched.</summary>
    public sealed record Full(Verdict.RateLimited Verdict) : LimitAnswer;
}
