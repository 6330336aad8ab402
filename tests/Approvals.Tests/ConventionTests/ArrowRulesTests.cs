using static Approvals.Tests.ConventionTests.Snippets;

namespace Approvals.Tests.ConventionTests;

public sealed class ArrowRulesTests
{
    private static readonly SourceFile Row =
        SourceFile.Parse("src/Approvals.Gateway/Reviews/ApprovalDesk.cs", "namespace Approvals.Gateway.Reviews; class ApprovalDesk;");

    [Theory]
    [InlineData("using Approvals.Gateway.Reviews;")]
    [InlineData("using Desk = Approvals.Gateway.Reviews.ApprovalDesk;")]
    [InlineData("using static Approvals.Gateway.Reviews.ApprovalDesk;")]
    [InlineData("class C { Approvals.Gateway.Reviews.ApprovalDesk desk; }")]
    [InlineData("class C { global::Approvals.Gateway.Reviews.ApprovalDesk desk; }")]
    [InlineData("class C { Gateway.Reviews.ApprovalDesk desk; }")]
    [InlineData("class C { Reviews.ApprovalDesk desk; }")]
    [InlineData("class C { void M() => Reviews.ApprovalDesk.Decide(); }")]
    [InlineData("class C { List<Reviews.ApprovalDesk> desks; }")]
    public void An_arrow_upwards_is_an_offence_however_it_is_written(string text)
    {
        var said = Say(ArrowRules.ForbiddenArrows([Row, .. One(text, "src/Approvals.Gateway/Storage/Rows.cs")]));

        Assert.Equal(["src/Approvals.Gateway/Storage/Rows.cs:1: Storage may not use Reviews"], said);
    }

    [Theory]
    [InlineData("using Approvals.Gateway.Storage;", "Reviews/Some.cs")]
    [InlineData("using Approvals.Gateway.Calls;", "Program.cs")]
    [InlineData("using Approvals.Policies;", "Storage/Some.cs")]
    [InlineData("using Approvals.Gateway.Notifications;", "Notifications/Slack/Some.cs")]
    [InlineData("class C { object M() => Reviews.Count; }", "Storage/Some.cs")]
    public void An_arrow_downwards_is_in_order(string text, string path) =>
        Assert.Empty(ArrowRules.ForbiddenArrows([Row, .. One(text, "src/Approvals.Gateway/" + path)]));

    [Fact]
    public void Nothing_uses_calls() => Assert.DoesNotContain(ArrowRules.Allowed, row => row.Value.Contains("Calls"));

    [Fact]
    public void The_table_has_no_circle()
    {
        var left = ArrowRules.Allowed.ToDictionary();
        while (left.FirstOrDefault(row => !row.Value.Any(left.ContainsKey)).Key is { } lowest)
        {
            left.Remove(lowest);
        }

        Assert.Empty(left);
    }

    [Fact]
    public void A_folder_that_the_table_does_not_know_is_an_offence() =>
        Assert.Contains("Extras is not in the table", Assert.Single(Say(ArrowRules.ForbiddenArrows(One("", "src/Approvals.Gateway/Extras/Some.cs")))), StringComparison.Ordinal);

    [Theory]
    [InlineData("namespace Approvals.Gateway.Calls;", "Storage/Some.cs", 1)]
    [InlineData("namespace Approvals.Gateway.Storage;", "Storage/Some.cs", 0)]
    [InlineData("namespace Approvals.Gateway.Notifications.Slack { class C; }", "Notifications/Slack/Some.cs", 0)]
    [InlineData("return 0;", "Program.cs", 0)]
    public void A_namespace_that_is_not_its_folder_is_an_offence(string text, string path, int offences) =>
        Assert.Equal(offences, ArrowRules.MisplacedNamespaces(One(text, "src/Approvals.Gateway/" + path)).Count());
}
