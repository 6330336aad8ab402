using Approvals.Cli.Policies.Import.Sources;

namespace Approvals.Cli.Policies.Import;

/// <summary>Something that does not stand in the new policy as it stood in the source.</summary>
internal sealed record ImportNote(Mark At, NoteKind Kind, string Text);

internal enum NoteKind
{
    /// <summary>The new policy denies or asks where the source let a call through.</summary>
    Stricter,

    /// <summary>It has no counterpart, and no call is let through for want of it.</summary>
    LeftOut,

    /// <summary>The source does not say enough: only a person can tell whether it is right.</summary>
    Check,
}
