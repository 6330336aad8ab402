namespace Approvals.Gateway.Storage.People;

/// <summary>What an issuer says of a person who signs in, as far as it counts here.</summary>
/// <param name="Issuer">Who says it.</param>
/// <param name="Subject">What the issuer calls the person.</param>
/// <param name="Email">Their address, which the issuer has verified; or null.</param>
/// <param name="UnverifiedEmail">An address that the issuer only repeats; or null.</param>
/// <param name="Groups">The groups they decide for.</param>
/// <param name="Roles">What they may be, as the configuration writes it.</param>
internal sealed record Arrival(
    string Issuer, string Subject, string? Email, string? UnverifiedEmail, IReadOnlyList<string> Groups, IReadOnlyList<string> Roles);
