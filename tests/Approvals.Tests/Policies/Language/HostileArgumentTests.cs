using System.Diagnostics;
using System.Text;
using Approvals.Calls;
using Approvals.Policies;

namespace Approvals.Tests.Policies.Language;

/// <summary>No argument, name or pattern makes a verdict slower than its length, and none brings the evaluation down.</summary>
public sealed class HostileArgumentTests
{
    // Each pattern takes a backtracking engine far longer than the age of the machine on its text.
    [Theory]
    [InlineData("(a+)+$", "a", "!")]
    [InlineData("^(a|aa)+$", "a", "!")]
    [InlineData("(.*a){12}$", "a", "\\n")]
    [InlineData("^(([a-z])+.)+[A-Z]([a-z])+$", "a", "")]
    [InlineData("(x+x+)+y", "x", "")]
    [InlineData("^(\\\\w+\\\\s?)*$", "a", "!")]
    public void A_pattern_takes_time_by_the_length_of_the_text(string pattern, string piece, string end)
    {
        var policy = With($$"""{"path":"args.x","op":"regex","value":"{{pattern}}"}""");

        Assert.True(Grows(policy, length => $$"""{"x":"{{string.Concat(Enumerable.Repeat(piece, length))}}{{end}}"}""") < 100, "slower than its length");
    }

    [Fact]
    public void A_long_text_is_searched_by_its_length()
    {
        var needle = new string('a', 999) + "b";

        Assert.True(Grows(With($$"""{"path":"args.x","op":"contains","value":"{{needle}}"}"""), length => $$"""{"x":"{{new string('a', length)}}"}""") < 100, "slower than its length");
    }

    [Fact]
    public void A_long_name_meets_many_stars_by_its_length()
    {
        var policy = PolicyText.Read($$$$"""{"version":"1","resources":{"{{{{string.Concat(Enumerable.Repeat("a*?b*", 100))}}}}c":{}}}""");

        var few = Best(() => policy.Evaluate(Use.OfResource(new string('a', 5_000)), PolicyText.Facts));
        var many = Best(() => policy.Evaluate(Use.OfResource(new string('a', 50_000)), PolicyText.Facts));

        Assert.True(many < few * 80 + TimeSpan.FromMilliseconds(5), $"{few} for a tenth of what took {many}");
        Assert.True(many < TimeSpan.FromMilliseconds(250), $"{many}");
    }

    [Fact]
    public void Many_keys_are_looked_through_once()
    {
        var policy = With("""{"path":"args.amount","op":"gt","value":1}""");

        Assert.True(Grows(policy, length => "{" + string.Join(',', Enumerable.Range(0, length / 10).Select(at => $"\"k{at}é\":0")) + "}") < 100, "slower than their number");
    }

    [Fact]
    public void A_number_of_a_million_digits_is_compared_by_its_length()
    {
        var policy = With("""{"path":"args.x","op":"gt","value":1}""");

        Assert.True(Grows(policy, length => $$"""{"x":{{new string('9', length)}}e{{new string('9', length)}}}""") < 100, "slower than its length");
        Assert.IsType<Verdict.Deny>(policy.Evaluate("t", $$"""{"x":{{new string('9', 50_000)}}}"""));
    }

    [Fact]
    public void The_deepest_arguments_are_judged()
    {
        var path = string.Concat(Enumerable.Repeat("[0]", 60));
        var json = "{\"a\":" + new string('[', 60) + "7" + new string(']', 60) + "}";

        Assert.IsType<Verdict.Deny>(With($$"""{"path":"args.a{{path}}","op":"eq","value":7}""").Evaluate("t", json));
        Assert.IsType<Verdict.Allow>(With($$"""{"path":"args.a{{path}}","op":"eq","value":8}""").Evaluate("t", json));
    }

    [Theory]
    [InlineData("""{"x":"\ud800"}""")]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"x":1,"x":2}""")]
    [InlineData("""{"x":01}""")]
    [InlineData("")]
    public void What_is_not_strict_JSON_is_never_judged(string stored) =>
        Assert.Throws<ArgumentException>(() => With("""{"path":"args.x","op":"eq","value":1}""").Evaluate("t", stored));

    private static Policy With(string condition) =>
        PolicyText.Read($$$$"""{"version":"1","tools":{"t":{"deny_if":[{"conditions":[{{{{condition}}}}]}]}}}""");

    // How many times as long 50 kB take as a sixteenth of them: 16 when it is linear, 256 when it is quadratic.
    private static double Grows(Policy policy, Func<int, string> arguments)
    {
        var (small, large) = (Time(policy, arguments(3_125)), Time(policy, arguments(50_000)));
        Assert.True(large < TimeSpan.FromMilliseconds(500), $"{large}");
        // What is faster than the clock's noise is fast enough.
        return large < TimeSpan.FromMicroseconds(200) ? 1 : large / small;
    }

    private static TimeSpan Time(Policy policy, string arguments)
    {
        using var document = StrictJson.Parse(Encoding.UTF8.GetBytes(arguments), out var problem);
        Assert.True(document is not null, problem);
        var use = Use.OfTool("t", document.RootElement);
        return Best(() => policy.Evaluate(use, PolicyText.Facts));
    }

    private static TimeSpan Best(Action act)
    {
        var best = TimeSpan.MaxValue;
        for (var round = 0; round < 7; round++)
        {
            var start = Stopwatch.GetTimestamp();
            act();
            var taken = Stopwatch.GetElapsedTime(start);
            best = taken < best ? taken : best;
        }

        return best;
    }
}
