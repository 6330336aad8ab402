using static Approvals.Tests.ConventionTests.Snippets;

namespace Approvals.Tests.ConventionTests;

public sealed class PlaceRulesTests
{
    private const string Storage = "src/Approvals.Gateway/Storage/Rows.cs";
    private const string Calls = "src/Approvals.Gateway/Calls/Rows.cs";

    [Theory]
    [InlineData("using System.IO;")]
    [InlineData("class C { System.Net.Http.HttpMessageHandler h; }")]
    [InlineData("using Microsoft.EntityFrameworkCore;")]
    [InlineData("using Row = Approvals.Gateway.Storage.Row;")]
    [InlineData("class C { HttpClient client; }")]
    [InlineData("class C { string Read() => File.ReadAllText(\"a\"); }")]
    [InlineData("class C { string Read() => Environment.GetEnvironmentVariable(\"a\"); }")]
    [InlineData("class C(TimeProvider clock);")]
    public void Rules_that_reach_outside_are_an_offence(string text) =>
        Assert.Single(PlaceRules.RulesThatReachOut(One(text, "src/Approvals/Calls/Some.cs")));

    [Theory]
    [InlineData("using System.Text.Json; using Approvals.Calls;", "src/Approvals/Policies/Some.cs")]
    [InlineData("record Problem(string File, int Line) { int Length => File.Length; }", "src/Approvals/Policies/Some.cs")]
    [InlineData("using System.IO;", "src/Approvals.Gateway/Policies/Some.cs")]
    public void Rules_may_use_what_is_pure_and_others_may_reach_out(string text, string path) =>
        Assert.Empty(PlaceRules.RulesThatReachOut(One(text, path)));

    [Theory]
    [InlineData("src/Approvals/Approvals.csproj", "<ProjectReference Include=\"..\\Approvals.Gateway\" />", 1)]
    [InlineData("src/Approvals/Approvals.csproj", "<FrameworkReference Include=\"Microsoft.AspNetCore.App\" />", 1)]
    [InlineData("src/Approvals/Approvals.csproj", "<InternalsVisibleTo Include=\"Approvals.Tests\" />", 0)]
    [InlineData("src/Approvals.Gateway/Approvals.Gateway.csproj", "<ProjectReference Include=\"..\\Approvals\" />", 0)]
    public void The_rules_stand_alone(string path, string text, int offences) =>
        Assert.Equal(offences, PlaceRules.RulesThatReferToProjects(new Dictionary<string, string> { [path] = text }).Count());

    [Fact]
    public void A_global_using_is_an_offence_in_code_and_in_a_project()
    {
        var projects = new Dictionary<string, string> { ["a.csproj"] = "<Using Include=\"MassTransit\" />", ["b.csproj"] = "<Compile />" };

        var said = Say(PlaceRules.HiddenUsings(One("global using MassTransit;\nusing System.Text;"), projects));

        Assert.Equal(2, said.Length);
    }

    [Theory]
    [InlineData("using Microsoft.EntityFrameworkCore;", Calls, 1)]
    [InlineData("class C : Microsoft.EntityFrameworkCore.DbContext;", Calls, 1)]
    [InlineData("using Microsoft.Data.Sqlite;", "src/Approvals.Cli/Program.cs", 1)]
    [InlineData("using Microsoft.Data.Sqlite;", "src/Approvals.Cli/Audit/AuditFile.cs", 0)]
    [InlineData("using Microsoft.EntityFrameworkCore;", "src/Approvals.Cli/Audit/AuditFile.cs", 1)]
    [InlineData("using Microsoft.EntityFrameworkCore;", Storage, 0)]
    public void Entity_framework_outside_storage_is_an_offence(string text, string path, int offences) =>
        Assert.Equal(offences, PlaceRules.EntityFrameworkOutsideStorage(One(text, path)).Count());

    [Theory]
    [InlineData("using MassTransit;", Calls, 1)]
    [InlineData("using MassTransit.Configuration; class C : IConsumer<Asked>;", Calls, 0)]
    [InlineData("class C : MassTransit.IConsumer<Asked>;", Calls, 0)]
    [InlineData("using MassTransit;", "src/Approvals.Gateway/Messaging/MessagingSetup.cs", 0)]
    public void Mass_transit_outside_messaging_is_an_offence_but_for_consumers(string text, string path, int offences) =>
        Assert.Equal(offences, PlaceRules.MassTransitOutsideMessaging(One(text, path)).Count());

    [Theory]
    [InlineData("using ModelContextProtocol.Client;", Calls, 1)]
    [InlineData("using ModelContextProtocol.Client;", "src/Approvals.Gateway/Upstreams/Stdio.cs", 0)]
    [InlineData("using ModelContextProtocol.Server;", "src/Approvals.Demo/Tools.cs", 0)]
    public void The_mcp_sdk_outside_upstreams_and_the_demo_is_an_offence(string text, string path, int offences) =>
        Assert.Equal(offences, PlaceRules.SdkOutsideUpstreams(One(text, path)).Count());

    [Theory]
    [InlineData("class SlackMessage;", Calls, 1)]
    [InlineData("class C { string Where = \"Slack\"; }", Calls, 1)]
    [InlineData("// As Slack does.\nclass C;", Calls, 0)]
    [InlineData("class SlackMessage;", "src/Approvals.Gateway/Notifications/Slack/SlackMessage.cs", 0)]
    [InlineData("class R { string SlackUserId; }", "src/Approvals.Gateway/Reviews/ReviewerOptions.cs", 0)]
    [InlineData("class C { string Section = \"Slack\"; }", "src/Approvals.Gateway/Startup/ConfigurationCheck.cs", 0)]
    [InlineData("builder.AddSlack();", "src/Approvals.Gateway/Program.cs", 0)]
    public void Slack_outside_its_folder_is_an_offence(string text, string path, int offences) =>
        Assert.Equal(offences, PlaceRules.SlackOutsideItsFolder(One(text, path)).Count());
}
