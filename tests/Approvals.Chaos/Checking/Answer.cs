namespace Approvals.Chaos.Checking;

/// <summary>What an agent read as the answer to one attempt.</summary>
internal abstract record Answer
{
    private Answer()
    {
    }

    /// <summary>Whether its agent takes this as the end of the call, and does not come back.</summary>
    public abstract bool IsFinal { get; }

    /// <summary>Whether it says that the call did not run, up to now.</summary>
    public abstract bool SaysItDidNotRun { get; }

    /// <summary>The upstream's result, which names the key that it ran for.</summary>
    public sealed record Ran(string Key) : Answer
    {
        public override bool IsFinal => true;

        public override bool SaysItDidNotRun => false;
    }

    /// <summary>The upstream's own JSON-RPC error. The one in these runs has no effect when it says so.</summary>
    public sealed record Failed : Answer
    {
        public override bool IsFinal => true;

        public override bool SaysItDidNotRun => true;
    }

    /// <summary>The gateway's own words, by their code.</summary>
    public sealed record Told(string Code, string? ApprovalId) : Answer
    {
        public override bool IsFinal => Code switch
        {
            // Without the id of an approval that still stands, the approval is spent or there never was one.
            "upstream_unavailable" => ApprovalId is null,
            "tool_changed" => ApprovalId is not null,
            "approval_pending" or "gateway_unavailable" or "rate_limited" or "too_many_pending" => false,
            _ => true,
        };

        public override bool SaysItDidNotRun => Code is not ("approval_pending" or "outcome_unknown");

        public override string ToString() => Code;
    }
}
