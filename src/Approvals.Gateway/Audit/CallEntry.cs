namespace Approvals.Gateway.Audit;

/// <summary>What became of a call that no person was asked about.</summary>
internal enum CallVerdict
{
    Allowed,
    Denied,
    RateLimited,

    /// <summary>A person would have been asked, but too many calls wait already.</summary>
    TooMany,
}

/// <summary>One such call, for the audit. Never its arguments.</summary>
internal readonly record struct CallEntry(
    DateTimeOffset At, string Grant, string Upstream, string Tool, CallVerdict Verdict, string Rule, string PolicyVersion);
