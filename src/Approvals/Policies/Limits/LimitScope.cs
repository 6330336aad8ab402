namespace Approvals.Policies.Limits;

/// <summary>Whose calls share one count of a limit. Nothing is shared between two policies.</summary>
public abstract record LimitScope
{
    private LimitScope()
    {
    }

    /// <summary>Each grant is counted by itself.</summary>
    public sealed record Grant : LimitScope;

    /// <summary>Each session of a grant is counted by itself; calls without a session are counted together for their grant.</summary>
    public sealed record Session : LimitScope;

    /// <summary>All grants together, each upstream by itself.</summary>
    public sealed record Upstream : LimitScope;

    /// <summary>Everything together that this policy judges.</summary>
    public sealed record Everything : LimitScope;

    /// <summary>All grants together, each value of an argument by itself; calls without it, or with null, are counted together.</summary>
    /// <param name="Path">Which argument.</param>
    public sealed record Argument(ArgumentPath Path) : LimitScope;

    /// <summary>How the language writes it.</summary>
    public sealed override string ToString() => this switch
    {
        Grant => "grant",
        Session => "session",
        Upstream => "upstream",
        Everything => "global",
        Argument argument => argument.Path.Text,
        _ => "",
    };
}
