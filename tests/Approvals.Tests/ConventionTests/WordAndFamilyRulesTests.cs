using static Approvals.Tests.ConventionTests.Snippets;

namespace Approvals.Tests.ConventionTests;

public sealed class WordAndFamilyRulesTests
{
    [Theory]
    [InlineData("interface IOne; class A : IOne;", "IOne has 1 implementer:")]
    [InlineData("interface INone;", "INone has 0 implementers:")]
    [InlineData("interface IHalf; abstract class A : IHalf; class B : A;", "IHalf has 1 implementer:")]
    public void An_interface_with_fewer_than_two_implementers_is_lonely(string text, string said) =>
        Assert.Contains(said, Assert.Single(Say(FamilyRules.LonelyInterfaces(One(text)))), StringComparison.Ordinal);

    [Theory]
    [InlineData("interface ITwo; class A : ITwo; record B : N.ITwo;")]
    [InlineData("interface ITwo<T>; class A : ITwo<int>; class B : ITwo<string>;")]
    [InlineData("interface ITwo; abstract class A : ITwo; class B : A; class C : A;")]
    [InlineData("interface IRoot; interface ITwo : IRoot; class A : ITwo; class B : ITwo;")]
    [InlineData("interface ICondition; class A : A<int>; class A<T> : A;")]
    public void Two_implementers_or_a_seam_are_in_order(string text) => Assert.Empty(FamilyRules.LonelyInterfaces(One(text)));

    [Theory]
    [InlineData("class CallManager;")]
    [InlineData("record CallInfo;")]
    [InlineData("static class StringUtils;")]
    [InlineData("interface ICallService;")]
    [InlineData("class Outer { class RowData; }")]
    public void A_name_that_says_nothing_is_an_offence(string text) => Assert.Single(WordRules.EmptyNames(One(text)));

    [Theory]
    [InlineData("class Sweeper : BackgroundService;")]
    [InlineData("class ServiceLevel;")]
    [InlineData("class Metadata;")]
    public void Other_names_are_not(string text) => Assert.Empty(WordRules.EmptyNames(One(text)));

    public static TheoryData<string> Marks { get; } = [.. WordRules.Marks];

    [Theory]
    [MemberData(nameof(Marks))]
    public void Work_that_is_put_off_is_an_offence_in_every_kind_of_comment_and_in_no_text(string mark)
    {
        Assert.Single(WordRules.PutOffWork(One($"// {mark}: later")));
        Assert.Single(WordRules.PutOffWork(One($"/// <summary>{mark}</summary>\nclass C;")));
        Assert.Equal(3, Assert.Single(WordRules.PutOffWork(One($"class C;\n/* first\n {mark} */"))).Line);
        Assert.Empty(WordRules.PutOffWork(One($"class C {{ string s = \"{mark}\"; }}")));
    }

    [Fact]
    public void A_region_is_an_offence() => Assert.Single(WordRules.Regions(One("class C\n{\n#region more\n#endregion\n}")));
}
