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

/// <summary>What a person can do.</summary>
public enum Right
{
    /// <summary>Know that a request exists, and read it with secrets masked.</summary>
    See,

    /// <summary>Read a request's arguments as they are.</summary>
    SeeSecrets,

    /// <summary>Approve or deny a request.</summary>
    Decide,

    /// <summary>Say whether a call ran when that is unknown.</summary>
    Settle,

    /// <summary>Read the policies and ask what they would do.</summary>
    SeePolicies,

    /// <summary>See and revoke the tokens that others made for programs.</summary>
    RevokeTokens,
}

/// <summary>One person who may look at or decide requests, whichever door they came by.</summary>
/// <param name="Id">The person's id: their name in the configuration.</param>
/// <param name="Email">Their e-mail address, or null. An owner with this address is the same person.</param>
/// <param name="Groups">The groups they decide for.</param>
/// <param name="Roles">What they may be.</param>
public sealed record Reviewer(string Id, string? Email, ImmutableArray<string> Groups, ImmutableArray<Role> Roles)
{
    /// <summary>Addresses that they had before, or that nobody verified. An owner with one of these is nobody whose calls they decide. Default: none.</summary>
    public ImmutableArray<string> OtherAddresses { get; init; } = [];

    /// <summary>Whether <paramref name="owner"/>, as a grant names it, is this person.</summary>
    public bool Is(string owner) =>
        string.Equals(owner, Id, StringComparison.OrdinalIgnoreCase)
        || (Email is not null && string.Equals(owner, Email, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether <paramref name="owner"/> may be this person: too close to decide for them, and not enough to see what is theirs.</summary>
    public bool MayBe(string owner) => Is(owner) || OtherAddresses.Contains(owner, StringComparer.OrdinalIgnoreCase);

    /// <summary>Those who are away and in whose stead this person decides. Default: none.</summary>
    public ImmutableArray<Reviewer> InSteadOf { get; init; } = [];

    /// <summary>Whether this person, or one in whose stead they decide, is one of <paramref name="wanted"/> (groups, or people by id); an empty list wants anybody.</summary>
    public bool IsAmong(ImmutableArray<string> wanted) =>
        wanted.IsEmpty || wanted.Any(name => name == Id || Groups.Contains(name)) || InSteadOf.Any(other => other.IsAmong(wanted));

    /// <summary>In whose place this person counts where <paramref name="wanted"/> are asked: their own, or else that of the first of those in whose stead they decide; null for nobody's.</summary>
    // One voice stands for one person: nobody is two of those who have to agree.
    internal Reviewer? SeatAmong(IEnumerable<ImmutableArray<string>> wanted) =>
        InSteadOf.Prepend(this with { InSteadOf = [] }).FirstOrDefault(person => wanted.Any(person.IsAmong));

    /// <summary>Whether any of this person's roles carries <paramref name="right"/>.</summary>
    public bool May(Right right) => Roles.Any(role => Permissions.Allow(role, right));
}

/// <summary>The one table of role and right. What it does not name is refused.</summary>
public static class Permissions
{
    /// <summary>Whether <paramref name="role"/> carries <paramref name="right"/>.</summary>
    public static bool Allow(Role role, Right right) => (role, right) switch
    {
        (Role.Viewer, Right.See or Right.SeePolicies) => true,
        (Role.Reviewer, Right.See or Right.SeeSecrets or Right.Decide or Right.Settle or Right.SeePolicies) => true,
        (Role.PolicyManager, Right.See or Right.SeePolicies) => true,
        (Role.Admin, Right.See or Right.SeeSecrets or Right.SeePolicies or Right.RevokeTokens) => true,
        _ => false,
    };
}
