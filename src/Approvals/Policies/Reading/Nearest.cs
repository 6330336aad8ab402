namespace Approvals.Policies.Reading;

/// <summary>Finds what was probably meant.</summary>
internal static class Nearest
{
    /// <summary>The candidate with the fewest edits, if fewer than half of its letters would change; otherwise null.</summary>
    public static string? To(string word, IEnumerable<string> candidates) => candidates
        .Where(candidate => Math.Abs(candidate.Length - word.Length) < candidate.Length)
        .Select(candidate => (Candidate: candidate, Edits: Edits(word, candidate)))
        .Where(found => found.Edits * 2 < found.Candidate.Length)
        .OrderBy(found => found.Edits)
        .Select(found => found.Candidate)
        .FirstOrDefault();

    // Levenshtein's distance, without regard to case.
    private static int Edits(string from, string to)
    {
        var above = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var row = 1; row <= from.Length; row++)
        {
            var line = new int[to.Length + 1];
            line[0] = row;
            for (var column = 1; column <= to.Length; column++)
            {
                var same = char.ToLowerInvariant(from[row - 1]) == char.ToLowerInvariant(to[column - 1]);
                line[column] = Math.Min(Math.Min(line[column - 1], above[column]) + 1, above[column - 1] + (same ? 0 : 1));
            }

            above = line;
        }

        return above[^1];
    }
}
