namespace Approvals.Policies;

/// <summary>Whose calls share one count of a limit.</summary>
public enum LimitScope
{
    /// <summary>Each grant is counted by itself.</summary>
    Grant,
}
