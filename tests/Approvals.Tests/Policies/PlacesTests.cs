using System.Text;

namespace Approvals.Tests.Policies;

public sealed class PlacesTests
{
    [Fact]
    public void Twenty_thousand_problems_on_one_line_each_have_their_place()
    {
        const int Many = 20_000;
        const string Entry = "\"é0000\":{\"odd\":1},";
        var entries = string.Concat(Enumerable.Range(0, Many).Select(number => $"\"é{number:00000}\":{{\"odd\":1}},"));

        var problems = PolicyText.Problems(Encoding.UTF8.GetBytes("{\"version\":\"1\",\"tools\":{" + entries + "}}"));

        Assert.Equal(Many, problems.Length);
        var start = "{\"version\":\"1\",\"tools\":{".Length + Entry.IndexOf("\"odd\"", StringComparison.Ordinal) + 2;
        Assert.All(problems.Index(), problem => Assert.StartsWith($"p.json:1:{start + (problem.Index * (Entry.Length + 1))}: unknown key 'odd'", problem.Item));
    }

    [Fact]
    public void Places_are_found_in_any_order_behind_a_byte_order_mark_too()
    {
        var problems = PolicyText.Problems([.. Encoding.UTF8.Preamble, .. "{\"version\":\"1\",\"tolls\":{},\n \"tools\":{\"é\":{\"x\":1,\"x\":2}}}"u8]);

        Assert.Equal(
            ["p.json:1:16: unknown key 'tolls'; did you mean 'tools'?", "p.json:2:16: unknown key 'x'; the keys here are", "p.json:2:22: duplicate key 'x'; it is first at line 2, column 16"],
            problems.Select(problem => problem.Split(" 'action'")[0]));
    }
}
