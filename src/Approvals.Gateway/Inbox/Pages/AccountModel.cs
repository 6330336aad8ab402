using Approvals.Requests;

namespace Approvals.Gateway.Inbox.Pages;

/// <summary>What somebody has arranged for themselves: tokens for programs, and who decides while they are away.</summary>
/// <param name="Person">Who looks.</param>
/// <param name="Now">When.</param>
/// <param name="Tokens">Theirs, or everybody's where they may revoke those; the newest first.</param>
/// <param name="New">A token that was made just now, told for the only time; or null.</param>
/// <param name="Refusal">Why nothing was done, or null.</param>
public sealed record AccountModel(Reviewer Person, DateTimeOffset Now, IReadOnlyList<AccountModel.Line> Tokens, string? New, string? Refusal)
{
    /// <summary>Until when they are away; null if they are there.</summary>
    public required DateTimeOffset? AwayUntil { get; init; }

    /// <summary>Who decides in their stead, or null.</summary>
    public required string? Delegate { get; init; }

    /// <summary>Who could.</summary>
    public required IReadOnlyList<string> Delegates { get; init; }

    /// <summary>One token.</summary>
    /// <param name="Id">Names it without telling it.</param>
    /// <param name="Name">What its person calls it.</param>
    /// <param name="Of">Whose it is.</param>
    /// <param name="MadeAt">When it was made.</param>
    /// <param name="ValidUntil">When it ends.</param>
    public sealed record Line(string Id, string Name, string Of, DateTimeOffset MadeAt, DateTimeOffset ValidUntil);
}
