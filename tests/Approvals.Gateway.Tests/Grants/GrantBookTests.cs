using Approvals.Gateway.Grants;

namespace Approvals.Gateway.Tests.Grants;

public sealed class GrantBookTests
{
    private const string Token = "apg_one";

    private static readonly Grant One = new("one", "alice", new Dictionary<string, string?>());
    private static readonly Grant Two = new("two", "bob", new Dictionary<string, string?>());

    private readonly GrantBook book = new(
        [(TokenHash.Sha256Hex(Token).ToUpperInvariant(), One), (TokenHash.Sha256Hex("apg_two"), Two), (TokenHash.Sha256Hex(new string('x', 4096)), Two)]);

    [Theory]
    [InlineData("Bearer apg_one", "one")]
    [InlineData("bearer apg_one", "one")]
    [InlineData("BEARER apg_two", "two")]
    public void A_token_finds_its_grant(string header, string name) => Assert.Equal(name, book.Find(header)?.Name);

    [Fact]
    public void The_longest_token_is_4096_characters()
    {
        Assert.Same(Two, book.Find("Bearer " + new string('x', 4096)));
        Assert.Null(book.Find("Bearer " + new string('x', 4097)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer  apg_one")]
    [InlineData("Bearer apg_one ")]
    [InlineData("Bearer\tapg_one")]
    [InlineData("Bearerapg_one")]
    [InlineData("Basic apg_one")]
    [InlineData("apg_one")]
    [InlineData("Bearer apg_on")]
    [InlineData("Bearer apg_onee")]
    [InlineData("Bearer APG_ONE")]
    [InlineData("Bearer apg_one,Bearer apg_two")]
    [InlineData("Bearer apg_one, Bearer apg_one")]
    [InlineData("Bearer apg_one\0")]
    [InlineData("Bearer äpg_one")]
    public void Anything_else_finds_none(string? header) => Assert.Null(book.Find(header));

    [Fact]
    public void The_hash_itself_opens_nothing() => Assert.Null(book.Find("Bearer " + TokenHash.Sha256Hex(Token)));

    [Fact]
    public void An_empty_book_finds_none() => Assert.Null(new GrantBook([]).Find("Bearer apg_one"));

    [Fact]
    public void A_hash_is_the_published_one() =>
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", TokenHash.Sha256Hex("abc"));

    [Fact]
    public void New_tokens_have_256_bits_and_differ()
    {
        var token = TokenHash.NewToken("apg_");
        Assert.Matches("^apg_[A-Za-z0-9_-]{43}$", token);
        Assert.NotEqual(token, TokenHash.NewToken("apg_"));
        Assert.True(TokenHash.IsToken(token, "apg_"));
        Assert.False(TokenHash.IsToken(token[..^4], "apg_"));
        Assert.False(TokenHash.IsToken(token, "apr_"));
    }
}
