namespace Approvals.Gateway.Audit;

/// <summary>What became of a call that no person was asked about.</summary>
internal enum CallVerdict
{
    Allowed,
    Denied,
    RateLimited,

    /// <summary>A person would have been asked, but too many calls wait already.</summary>
    TooMany,

    /// <summary>The gateway itself asked, for those who decide on another call of this grant.</summary>
    AskedForContext,

    /// <summary>It went, under a policy that only watches and would have denied it.</summary>
    WouldDeny,

    /// <summary>It went, under a policy that only watches and would have asked a person.</summary>
    WouldAsk,

    /// <summary>It went, under a policy that only watches and would have found a limit full.</summary>
    WouldLimit,
}

/// <summary>One such call, for the audit. Never its arguments.</summary>
internal readonly record struct CallEntry(
    DateTimeOffset At, string Grant, string Upstream, string Tool, CallVerdict Verdict, string Rule, string PolicyVersion);
