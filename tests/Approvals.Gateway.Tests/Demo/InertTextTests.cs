using Approvals.Cli;

namespace Approvals.Gateway.Tests.Demo;

public sealed class InertTextTests
{
    [Theory]
    [InlineData("plain text, [red]not markup[/] ü 你 🙂", "plain text, [red]not markup[/] ü 你 🙂")]
    [InlineData("a\u001b[2Kb", "a\\u001B[2Kb")]
    [InlineData("a\r\nb\u0007", "a\\r↵b\\u0007")]
    [InlineData("a\u202eb\u200bc\u2028d", "a\\u202Eb\\u200Bc\\u2028d")]
    [InlineData("a\u00a0b", "a\\u00A0b")]
    [InlineData("a\ufe0fb\u3164c", "a\\uFE0Fb\\u3164c")]
    public void What_would_act_on_a_terminal_is_written_out(string text, string shown) => Assert.Equal(shown, InertText.Of(text));

    [Fact]
    public void A_cut_text_says_how_much_is_missing()
    {
        Assert.Equal(new string('a', 2_000), InertText.Of(new string('a', 2_000)));
        Assert.Equal(new string('a', 1_999) + " (3 more characters)", InertText.Of(new string('a', 1_999) + "🙂b"));
        Assert.Equal(new string('a', 2_000) + " (3 more characters)", InertText.Of(new string('a', 2_003)));
    }
}
