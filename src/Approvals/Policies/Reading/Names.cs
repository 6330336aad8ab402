using Approvals.Policies.Rules;

namespace Approvals.Policies.Reading;

/// <summary>What the keys of a table are: names or globs, or words that the language gives.</summary>
internal sealed record Names(string Noun, int Most, IReadOnlyList<string>? Words = null)
{
    public static readonly Names Tools = new("tool", 256);
    public static readonly Names Resources = new("resource", 2000);
    public static readonly Names Prompts = new("prompt", 256);
    public static readonly Names Categories = new("category", 256, RiskWords.Categories);

    /// <summary>How a sentence begins that speaks of what a key names.</summary>
    public string InSentence(string key)
    {
        var shown = $"'{PrintableText.Of(key)}'";
        return this switch
        {
            { Words: not null } => $"A tool of category {shown}",
            _ when Glob.IsGlob(key) => $"A {Noun} like {shown}",
            _ => $"{char.ToUpperInvariant(Noun[0])}{Noun[1..]} {shown}",
        };
    }

    /// <summary>Whether a key of the table can be one; reports why not.</summary>
    public bool Accept(Node.Member member, Cursor value)
    {
        if (Words is not null && !Words.Contains(member.Key, StringComparer.Ordinal))
        {
            var near = Nearest.To(member.Key, Words);
            value.Problems.Add(member.At, $"unknown category '{PrintableText.Of(member.Key)}'; "
                + (near is null ? $"the categories are '{string.Join("', '", Words)}'" : $"did you mean '{near}'?"));
            return false;
        }

        if (member.Key.Length > 0 && member.Key.Length <= Most)
        {
            return true;
        }

        value.Problems.Add(member.At, $"a {Noun}'s name has 1 to {Most} characters, not {member.Key.Length}");
        return false;
    }

    /// <summary>A name or glob of <c>hide</c>.</summary>
    public string? Hidden(Cursor item) => item.Text(Most);
}
