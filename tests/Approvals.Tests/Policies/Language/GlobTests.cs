using Approvals.Policies.Rules;
using CsCheck;

namespace Approvals.Tests.Policies.Language;

public sealed class GlobTests
{
    private static readonly Gen<string> Name = Gen.Char["ab_"].Array[0, 12].Select(letters => new string(letters));
    private static readonly Gen<string> Pattern = Gen.Char["ab_**?"].Array[0, 8].Select(letters => new string(letters));

    [Theory]
    [InlineData("delete_*", "delete_user", true)]
    [InlineData("delete_*", "delete_", true)]
    [InlineData("delete_*", "Delete_user", false)]
    [InlineData("delete_*", "undelete_user", false)]
    [InlineData("*", "", true)]
    [InlineData("**", "x", true)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "ac", false)]
    [InlineData("a?c", "a?c", true)]
    [InlineData("?", "\U0001F600", false)]
    [InlineData("??", "\U0001F600", true)]
    [InlineData("*ab*ab", "ab", false)]
    [InlineData("*ab*ab", "abab", true)]
    [InlineData("a*a", "a", false)]
    [InlineData("file:///srv/*.txt", "file:///srv/a/b.txt", true)]
    [InlineData("[a]*", "a", false)]
    [InlineData("a.b*", "axb", false)]
    public void A_star_is_any_characters_and_a_question_mark_one(string glob, string name, bool fits) => Assert.Equal(fits, new Glob(glob).Matches(name));

    [Fact]
    public void Globs_fit_what_the_plain_definition_fits() => Gen.Select(Pattern, Name).Sample(
        (glob, name) => Assert.Equal(Fits(glob, name), new Glob(glob).Matches(name)), iter: 50_000);

    [Fact]
    public void The_order_of_globs_is_total_and_the_more_literal_comes_first() => Gen.Select(Pattern, Pattern).Sample((left, right) =>
    {
        var order = Glob.Compare(new Glob(left), new Glob(right));
        Assert.Equal(-Math.Sign(order), Math.Sign(Glob.Compare(new Glob(right), new Glob(left))));
        Assert.Equal(left == right, order == 0);
        Assert.False(order < 0 && new Glob(left).Literals < new Glob(right).Literals);
    });

    // The definition, which takes exponential time.
    private static bool Fits(ReadOnlySpan<char> glob, ReadOnlySpan<char> name) => glob switch
    {
        [] => name.IsEmpty,
        ['*', ..] => Fits(glob[1..], name) || (!name.IsEmpty && Fits(glob, name[1..])),
        ['?', ..] => !name.IsEmpty && Fits(glob[1..], name[1..]),
        _ => !name.IsEmpty && name[0] == glob[0] && Fits(glob[1..], name[1..]),
    };
}
