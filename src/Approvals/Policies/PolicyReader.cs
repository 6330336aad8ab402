using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using Approvals.Policies.Reading;
using Approvals.Policies.Rules;

namespace Approvals.Policies;

/// <summary>Turns a policy document into a <see cref="Policy"/>, or into every reason why it is none.</summary>
public static class PolicyReader
{
    internal const int MostBytes = 1024 * 1024;

    /// <summary>Reads JSON in strict UTF-8; comments and trailing commas are allowed.</summary>
    /// <param name="name">The policy's name: the file's name without <c>.json</c>.</param>
    /// <param name="file">How problems name the file.</param>
    /// <param name="utf8">The document's bytes, at most 1 MiB.</param>
    /// <param name="problems">Every problem in the order of the text; a syntax error is the only one. Empty when a policy is returned.</param>
    /// <returns>The whole policy, or null when there is any problem: never half of one.</returns>
    public static Policy? Read(string name, string file, ReadOnlyMemory<byte> utf8, out ImmutableArray<PolicyProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(file);
        var found = new Problems(file, utf8.Span);
        var draft = new PolicyDraft(name, VersionOf(utf8.Span));
        if (utf8.Length > MostBytes)
        {
            found.Add(0, string.Create(CultureInfo.InvariantCulture, $"the document has {utf8.Length} bytes; at most {MostBytes} are read"));
        }
        else if (TreeReader.Read(utf8.Span, found) is { } root)
        {
            draft = new PolicyMapper(found).Map(root, draft);
        }

        problems = found.InOrder();
        return problems.IsEmpty ? new Policy(draft) : null;
    }

    private static string VersionOf(ReadOnlySpan<byte> utf8) => Convert.ToHexStringLower(SHA256.HashData(utf8))[..16];
}
