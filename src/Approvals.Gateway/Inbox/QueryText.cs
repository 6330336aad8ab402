namespace Approvals.Gateway.Inbox;

/// <summary>What somebody typed into a filter, as the page's address has it.</summary>
internal static class QueryText
{
    private const int Longest = 200;

    /// <summary>The text without blanks around it; null for none, and for one that is longer than any name.</summary>
    public static string? Find(IQueryCollection query, string name) =>
        query[name].ToString().Trim() is { Length: > 0 and <= Longest } text ? text : null;
}
