namespace Approvals.Gateway.Inbox;

/// <summary>The beginning of a long text. Who shows it says how much there is.</summary>
internal static class Preview
{
    // Leaving out less than this saves nobody a look.
    private const int ShownWhole = 300;
    private const int Length = 200;

    public static string Of(string text) => text.Length <= ShownWhole
        ? text
        : text[..(char.IsHighSurrogate(text[Length - 1]) ? Length - 1 : Length)];
}
