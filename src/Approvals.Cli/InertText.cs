using Approvals.Rendering;

namespace Approvals.Cli;

/// <summary>Text from an agent or a server in one line of a terminal: it can neither move the cursor, nor hide, nor turn around what stands beside it.</summary>
internal static class InertText
{
    /// <summary>Longer texts are cut, and say by how much. In characters.</summary>
    public const int MaxLength = 2_000;

    public static string Of(string text) => VisibleText.Flat(text, MaxLength);
}
