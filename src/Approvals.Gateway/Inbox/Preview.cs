namespace Approvals.Gateway.Inbox;

/// <summary>The beginning of a long text. Who shows it says how much there is.</summary>
internal static class Preview
{
    /// <summary>In characters.</summary>
    public const int Length = 200;

    public static string Of(string text) => text.Length <= Length
        ? text
        : text[..(char.IsHighSurrogate(text[Length - 1]) ? Length - 1 : Length)];
}
