using System.Globalization;
using System.Text;
using Approvals.Rendering;

namespace Approvals.Tests.Rendering;

public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("a\u202Eb", "a[\\u202E]b")]
    [InlineData("a\u2066\u2069b", "a[\\u2066\\u2069]b")]
    [InlineData("a\u200Bb", "a[\\u200B]b")]
    [InlineData("a\uFEFFb", "a[\\uFEFF]b")]
    [InlineData("a\u00ADb", "a[\\u00AD]b")]
    [InlineData("a\U000E0041b", "a[\\u{E0041}]b")]
    [InlineData("a\uFE0Fb", "a[\\uFE0F]b")]
    [InlineData("a\U000E0101b", "a[\\u{E0101}]b")]
    [InlineData("a\u001b[2Kb", "a[\\u001B][2Kb")]
    [InlineData("a\0b", "a[\\u0000]b")]
    [InlineData("a\u0085b", "a[\\u0085]b")]
    [InlineData("a\u2028b", "a[\\u2028]b")]
    [InlineData("a\u00A0b", "a[\\u00A0]b")]
    [InlineData("a\u3164b", "a[\\u3164]b")]
    [InlineData("a\u2800b", "a[\\u2800]b")]
    [InlineData("a\uE000b", "a[\\uE000]b")]
    [InlineData("a\uFFFFb", "a[\\uFFFF]b")]
    [InlineData("a\rb", "a[\\r]b")]
    [InlineData("a\tb", "a[\\t]b")]
    public void What_cannot_be_seen_is_written_out(string text, string shown) => Assert.Equal(shown, Show(text));

    [Fact]
    public void Half_a_surrogate_pair_is_written_out() => Assert.Equal("a[\\uD800]b", Show("a\ud800b"));

    [Fact]
    public void A_letter_carries_two_marks_and_the_rest_are_written_out() =>
        Assert.Equal("e\u0301\u0302[\\u0303\\u0304]x", Show("e\u0301\u0302\u0303\u0304x"));

    [Fact]
    public void A_mark_without_a_letter_is_written_out()
    {
        Assert.Equal("[\\u0301]x", Show("\u0301x"));
        Assert.Equal("a [\\u0301]x", Show("a \u0301x"));
    }

    [Theory]
    [InlineData("plain text, with signs: <b>&\"'`")]
    [InlineData("Grüße, žluťoučký, Ελλάδα, Москва, 東京, हिन्दी, שלום, مرحبا")]
    [InlineData("👍 done")]
    [InlineData("\\u202E typed by hand")]
    public void What_can_be_seen_stays_and_is_the_authors(string text) => Assert.Equal(text, Show(text));

    [Theory]
    [InlineData(" a", "(·)a")]
    [InlineData("a  ", "a(··)")]
    [InlineData("a\n", "a(↵)|")]
    [InlineData("a\nb", "a(↵)|b")]
    [InlineData("a\n\nb", "a(↵)|(↵)|b")]
    [InlineData(" ", "(·)")]
    [InlineData("a  b", "a  b")]
    public void Blank_space_at_an_end_and_every_line_break_are_marked(string text, string shown) => Assert.Equal(shown, Show(text));

    [Fact]
    public void Long_blank_space_is_counted_instead_of_drawn()
    {
        Assert.Equal("a(200 newlines)|b", Show($"a{new string('\n', 200)}b"));
        Assert.Equal("a(16 spaces)b", Show($"a{new string(' ', 16)}b"));
        Assert.Equal($"a{new string(' ', 15)}b", Show($"a{new string(' ', 15)}b"));
        Assert.Equal("a(3 newlines, 2 spaces)|b", Show("a\n \n \nb"));
        Assert.Equal("a(1 newline, 20 tabs)|b", Show($"a\n{new string('\t', 20)}b"));
    }

    [Fact]
    public void Names_that_look_alike_differ_in_ascii()
    {
        var parts = VisibleText.AsciiParts("d\u0435lete_user");

        Assert.Equal(
            [new TextPart("d", TextPartKind.Plain), new TextPart("\\u0435", TextPartKind.Escape), new TextPart("lete_user", TextPartKind.Plain)], parts);
    }

    [Fact]
    public void In_one_line_there_is_no_line_break() => Assert.Equal("a↵b\\u202E", VisibleText.Flat("a\nb\u202E"));

    [Fact]
    public void A_text_of_nothing_but_escapes_is_one_part() => Assert.Single(VisibleText.Parts(string.Concat(Enumerable.Repeat("\u202E\u200B", 100_000))));

    [Fact]
    public void No_character_of_unicode_gets_through_unseen()
    {
        for (var value = 0; value <= 0x10FFFF; value++)
        {
            if (!Rune.IsValid(value) || value is 0x20 or 0x0A)
            {
                continue;
            }

            var shown = string.Concat(VisibleText.Parts($"x{new Rune(value)}x").Select(part => part.Text));
            Assert.DoesNotContain(shown.EnumerateRunes(), rune => Rune.GetUnicodeCategory(rune) is
                UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
        }
    }

    /// <summary>Escapes in square brackets, blanks in round ones, a break as a bar.</summary>
    private static string Show(string text) => string.Concat(VisibleText.Parts(text).Select(part => part.Kind switch
    {
        TextPartKind.Escape => $"[{part.Text}]",
        TextPartKind.Blank => $"({part.Text})",
        TextPartKind.Break => "|",
        _ => part.Text,
    }));
}
