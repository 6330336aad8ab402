using System.Text;
using System.Text.RegularExpressions;
using Approvals.Policies;
using Approvals.Policies.Cases;
using Approvals.Policies.Reading;
using Approvals.Policies.Reading.Conditions;

namespace Approvals.Tests.Policies;

/// <summary>The reference says what is so: its examples are read and their cases hold, and what can be made from the code is made from it.</summary>
public sealed partial class ReferenceTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(PolicyFilesTests.Folder, "README.md"));

    [Fact]
    public void Every_example_is_a_policy_and_its_cases_hold()
    {
        Policy? policy = null;
        var (policies, held) = (0, 0);
        foreach (Match block in Blocks().Matches(Text))
        {
            var utf8 = Encoding.UTF8.GetBytes(block.Groups[1].Value);
            if (block.Groups[1].Value.StartsWith("{ \"cases\"", StringComparison.Ordinal))
            {
                var cases = CasesReader.Read("README.md", utf8, out var wrong);
                Assert.Empty(wrong);
                Assert.Empty(cases.SelectMany(one => CaseRunner.Run(policy!, one).Differences.Select(difference => $"{one.Name} {difference}")));
                held += cases.Length;
            }
            else
            {
                policy = PolicyReader.Read("readme", "README.md", utf8, out var problems);
                Assert.Empty(problems);
                policies++;
            }
        }

        Assert.Equal((4, 25), (policies, held));
    }

    [Theory]
    [InlineData("keys")]
    [InlineData("operators")]
    public void What_is_generated_is_up_to_date(string part) =>
        Assert.Equal(part == "keys" ? Keys() : Words(), Between($"<!-- generated: {part} -->\n", "\n<!-- end -->"));

    private static string Keys() => string.Join('\n',
    [
        "| where | keys |",
        "|---|---|",
        Row("the document", Vocabulary.Root),
        Row("`all_tools`", Vocabulary.AllTools),
        Row("an entry", Vocabulary.Entry),
        Row("a group of `require` or `deny_if`", Vocabulary.Denial),
        Row("a group of `require_approval`", Vocabulary.Question),
        Row("a condition", Vocabulary.Condition),
        Row("a limit", Vocabulary.Limit),
        Row("`rate_limit`", Vocabulary.RateLimit),
        Row("`approval`", Vocabulary.Approval),
        Row("an argument of `narrow`", Vocabulary.Narrow),
        Row("a call of `context`", Vocabulary.ContextCall),
    ]);

    private static string Row(string where, Vocabulary keys) => $"| {where} | `{string.Join("`, `", keys.Keys.Where(key => key != "$schema"))}` |";

    private static string Words() => $"The operators are `{string.Join("`, `", Operators.Words.Keys)}`.";

    private static string Between(string begin, string end)
    {
        var from = Text.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        return Text[from..Text.IndexOf(end, from, StringComparison.Ordinal)];
    }

    [GeneratedRegex("```jsonc\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Blocks();
}
