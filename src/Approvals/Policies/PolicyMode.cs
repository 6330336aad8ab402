namespace Approvals.Policies;

/// <summary>Whether verdicts are acted on.</summary>
public enum PolicyMode
{
    /// <summary>Verdicts are acted on.</summary>
    Enforce,

    /// <summary>Verdicts are written down, and every call goes through.</summary>
    Shadow,
}
