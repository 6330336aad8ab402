using System.Collections.Immutable;
using Approvals.Policies.Reading;

namespace Approvals.Policies.Checking;

/// <summary>
/// Looks for what a policy's writer probably did not mean: rules that never fire, approvals that nobody can give, names that look alike.
/// </summary>
public static class PolicyCheck
{
    /// <summary>What is odd about a document that <see cref="PolicyReader"/> reads without a problem, in the order of the text.</summary>
    /// <param name="file">How findings name the file.</param>
    /// <param name="utf8">The document's bytes.</param>
    /// <param name="around">What is known of the people and the tools.</param>
    /// <returns>Nothing for a document that cannot be read at all.</returns>
    public static ImmutableArray<PolicyFinding> Find(string file, ReadOnlyMemory<byte> utf8, Surroundings around)
    {
        ArgumentNullException.ThrowIfNull(around);
        var problems = new Problems(file, utf8.Span);
        if (TreeReader.Read(utf8.Span, problems) is not { } root)
        {
            return [];
        }

        var tree = new PolicyTree(root, problems);
        var odd = NeverFires.In(tree)
            .Concat(Unanswerable.In(tree, around))
            .Concat(OddNames.In(tree, around))
            .Concat(LooseLimits.In(tree));
        return
        [
            .. from one in odd.Distinct()
               orderby one.At
               let place = problems.Places.Of(one.At)
               select new PolicyFinding(file, place.Line, place.Column, one.Rule, one.Message),
        ];
    }
}

/// <summary>Something odd, and the byte where it begins.</summary>
internal readonly record struct Oddity(int At, string Rule, string Message);
