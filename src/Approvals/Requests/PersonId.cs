using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Approvals.Requests;

/// <summary>
/// The ids of people whom an identity provider knows. They begin with a mark that no name in the configuration can have, and an id that
/// was made of an e-mail address cannot be had by choosing a subject.
/// </summary>
public static partial class PersonId
{
    /// <summary>What these ids begin with.</summary>
    public const string Mark = "oidc:";

    private const string SubjectMark = "oidc:sub:";

    /// <summary>Whether a name is one of these ids, or could be taken for one.</summary>
    public static bool IsMarked(string name) => name.StartsWith(Mark, StringComparison.OrdinalIgnoreCase);

    /// <summary>What a person may be called, the most readable first. The last one is nobody else's; whoever asks takes the first that is free.</summary>
    /// <param name="issuer">Who vouches for the person.</param>
    /// <param name="subject">What the issuer calls them, for ever.</param>
    /// <param name="email">Their address, which the issuer has verified; or null.</param>
    public static IEnumerable<string> Candidates(string issuer, string subject, string? email)
    {
        if (email?.ToLowerInvariant() is { } address && PlainAddress().IsMatch(address))
        {
            yield return Mark + address;
        }

        if (PlainSubject().IsMatch(subject))
        {
            yield return SubjectMark + subject;
        }

        // The length ties the two parts: no other issuer and subject give the same text.
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{issuer.Length}:{issuer}{subject}"));
        yield return $"{SubjectMark}sha256:{Convert.ToHexStringLower(hash)}";
    }

    [GeneratedRegex(@"\A[a-z0-9._+-]{1,64}@[a-z0-9.-]{1,100}\z")]
    private static partial Regex PlainAddress();

    [GeneratedRegex(@"\A[a-z0-9._-]{1,64}\z")]
    private static partial Regex PlainSubject();
}
