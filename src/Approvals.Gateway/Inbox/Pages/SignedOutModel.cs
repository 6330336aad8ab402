namespace Approvals.Gateway.Inbox.Pages;

/// <summary>Somebody has signed out. <paramref name="Next"/> is where they sign out of the <paramref name="Provider"/>, if they do that too.</summary>
public sealed record SignedOutModel(string? Next, string Provider);
