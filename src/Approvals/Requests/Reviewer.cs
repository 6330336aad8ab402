using System.Collections.Immutable;

namespace Approvals.Requests;

/// <summary>What a person may be. One person can have several.</summary>
public enum Role
{
    /// <summary>Sees requests, with secrets masked.</summary>
    Viewer,

    /// <summary>Sees requests whole and decides those of their groups.</summary>
    Reviewer,

    /// <summary>Looks after policies.</summary>
    PolicyManager,

    /// <summary>Looks after the installation.</summary>
    Admin,
}

/// <summary>What a person can do with a request.</summary>
public enum RequestAction
{
    /// <summary>Know that it exists, and read it with secrets masked.</summary>
    See,

    /// <summary>Read its arguments as they are.</summary>
    SeeSecrets,

    /// <summary>Approve or deny it.</summary>
    Decide,

    /// <summary>Say whether it ran when that is unknown.</summary>
    Settle,
}

/// <summary>One person who may look at or decide requests, whichever door they came by.</summary>
/// <param name="Id">The person's id: their name in the configuration.</param>
/// <param name="Email">Their e-mail address, or null. An owner with this address is the same person.</param>
/// <param name="Groups">The groups they decide for.</param>
/// <param name="Roles">What they may be.</param>
public sealed record Reviewer(string Id, string? Email, ImmutableArray<string> Groups, ImmutableArray<Role> Roles)
{
    /// <summary>Whether <paramref name="owner"/>, as a grant names it, is this person.</summary>
    public bool Is(string owner) =>
        string.Equals(owner, Id, StringComparison.OrdinalIgnoreCase)
        || (Email is not null && string.Equals(owner, Email, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether this person is one of <paramref name="wanted"/> (groups, or people by id); an empty list wants anybody.</summary>
    public bool IsAmong(ImmutableArray<string> wanted) =>
        wanted.IsEmpty || wanted.Any(name => name == Id || Groups.Contains(name));

    /// <summary>Whether any of this person's roles allows <paramref name="action"/>.</summary>
    public bool May(RequestAction action) => Roles.Any(role => Permissions.Allow(role, action));
}

/// <summary>The one table of role and action. What it does not name is refused.</summary>
public static class Permissions
{
    /// <summary>Whether <paramref name="role"/> carries the right to <paramref name="action"/>.</summary>
    public static bool Allow(Role role, RequestAction action) => (role, action) switch
    {
        (Role.Viewer, RequestAction.See) => true,
        (Role.Reviewer, RequestAction.See or RequestAction.SeeSecrets or RequestAction.Decide or RequestAction.Settle) => true,
        (Role.PolicyManager, RequestAction.See) => true,
        (Role.Admin, RequestAction.See or RequestAction.SeeSecrets) => true,
        _ => false,
    };
}
