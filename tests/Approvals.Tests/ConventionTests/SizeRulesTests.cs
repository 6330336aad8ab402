using static Approvals.Tests.ConventionTests.Snippets;

namespace Approvals.Tests.ConventionTests;

public sealed class SizeRulesTests
{
    [Theory]
    [InlineData(250, 0)]
    [InlineData(251, 1)]
    public void A_file_of_more_than_250_lines_is_too_long(int lines, int offences) =>
        Assert.Equal(offences, SizeRules.LongFiles(One(Lines(lines, "// line"))).Count());

    [Theory]
    [InlineData(57, 0)]
    [InlineData(58, 1)]
    public void A_method_of_more_than_60_lines_is_too_long_without_its_comments_and_attributes(int body, int offences)
    {
        var text = $"class C\n{{\n    /// <summary>Long.</summary>\n    [Fact]\n    void M()\n    {{\n{Lines(body, "x();")}    }}\n}}";

        Assert.Equal(offences, SizeRules.LongMethods(One(text)).Count());
    }

    [Fact]
    public void Local_functions_and_lambdas_count_as_their_method()
    {
        var text = $"class C\n{{\n    void M()\n    {{\n        void Inner()\n        {{\n{Lines(30, "x();")}}}\n        Run(() =>\n{{{Lines(30, "x();")}}});\n    }}\n}}";

        Assert.Equal(["src/Approvals.Gateway/Calls/Some.cs:3: M has 68 lines, 60 at most"], Say(SizeRules.LongMethods(One(text))));
    }

    [Theory]
    [InlineData("class C { C() {\n#\n} }", "C")]
    [InlineData("class C { int P { get {\n#\nreturn 1; } } }", "P")]
    [InlineData("class C { public static C operator +(C a, C b) {\n#\nreturn a; } }", "OperatorDeclaration")]
    [InlineData("x();\n#\nx();", "the program")]
    public void Every_kind_of_member_is_measured(string text, string name) =>
        Assert.Contains($": {name} has ", Assert.Single(Say(SizeRules.LongMethods(One(text.Replace("#", Lines(60, "x();"), StringComparison.Ordinal))))), StringComparison.Ordinal);

    [Theory]
    [InlineData("class C(int a, int b, int c, int d, int e, int f, int g);", 0)]
    [InlineData("class C(int a, int b, int c, int d, int e, int f, int g, int h);", 1)]
    [InlineData("class C { C(int a, int b, int c, int d, int e, int f, int g, int h) { } }", 1)]
    [InlineData("struct C(int a, int b, int c, int d, int e, int f, int g, int h);", 1)]
    [InlineData("record C(int A, int B, int C, int D, int E, int F, int G, int H);", 0)]
    public void A_constructor_of_more_than_seven_parameters_is_too_wide_but_records_are_data(string text, int offences) =>
        Assert.Equal(offences, SizeRules.WideConstructors(One(text)).Count());

    [Theory]
    [InlineData(16, 0)]
    [InlineData(17, 1)]
    public void A_folder_of_more_than_sixteen_files_is_too_full(int count, int offences)
    {
        var files = Enumerable.Range(0, count).Select(number => SourceFile.Parse($"src/A/{number}.cs", ""));

        Assert.Equal(offences, SizeRules.FullFolders([.. files, SourceFile.Parse("src/A/B/deeper.cs", "")]).Count());
    }
}
