using Approvals.Gateway.Upstreams.Wire;
using CsCheck;

namespace Approvals.Gateway.Tests.Upstreams;

public sealed class HeaderTextTests
{
    [Theory]
    [InlineData("pay", "pay")]
    [InlineData("a b~!", "a b~!")]
    [InlineData("", "=?base64??=")]
    [InlineData(" pay", "=?base64?IHBheQ==?=")]
    [InlineData("pay ", "=?base64?cGF5IA==?=")]
    [InlineData("é", "=?base64?w6k=?=")]
    [InlineData("a\r\nX-Evil: 1", "=?base64?YQ0KWC1FdmlsOiAx?=")]
    [InlineData("\t", "=?base64?CQ==?=")]
    [InlineData("\u007f", "=?base64?fw==?=")]
    [InlineData("=?base64?cGF5?=", "=?base64?PT9iYXNlNjQ/Y0dGNT89?=")]
    [InlineData("=?BASE64?x", "=?base64?PT9CQVNFNjQ/eA==?=")]
    public void A_text_is_written_and_read_back(string text, string header)
    {
        Assert.Equal(header, HeaderText.Encode(text));
        Assert.Equal(text, HeaderText.Decode(header));
    }

    [Theory]
    [InlineData("=?base64?")]
    [InlineData("=?base64?=")]
    [InlineData("=?base64?cGF5")]
    [InlineData("=?base64?cGF5?")]
    [InlineData("=?base64?cGF?=")]
    [InlineData("=?base64?!!!!?=")]
    [InlineData("=?base64?/w==?=")]
    [InlineData("=?BASE64?7aCA?=")]
    public void What_is_not_written_as_it_must_be_is_null(string header) => Assert.Null(HeaderText.Decode(header));

    [Fact]
    public void No_text_has_no_header() => Assert.Null(HeaderText.Encode(null));

    [Fact]
    public void Every_text_survives_and_its_header_is_plain() => Gen.String.Where(text => text.EnumerateRunes().All(rune => rune.Value != 0xFFFD)).Sample(text =>
    {
        var header = HeaderText.Encode(text)!;
        Assert.All(header, character => Assert.InRange(character, ' ', '~'));
        Assert.Equal(text, HeaderText.Decode(header));
    });
}
