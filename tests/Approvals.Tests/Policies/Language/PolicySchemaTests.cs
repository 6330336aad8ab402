using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Approvals.Policies;
using Approvals.Policies.Schema;
using CsCheck;

namespace Approvals.Tests.Policies.Language;

public sealed class PolicySchemaTests
{
    private static readonly MiniSchema Schema = new(JsonNode.Parse(PolicySchema.Text)!);

    private static readonly Gen<string> Condition = Gen.Select(
        Any("\"args.a\"", "\"args.a[0].b\"", "\"args.\"", "\"tool.category\"", "\"time.hour\"", "\"grant.name\"", "\"tool.annotations.x\"", "\"tool.x\"", "7"),
        Any("eq", "neq", "lt", "lte", "gt", "gte", "in", "not_in", "exists", "regex", "contains", "is"),
        Any("1", "24", "1.5", "true", "null", "\"\"", "\"a\"", "\"Read\"", "[]", "[1]", "[\"a\"]", "[\"Read\",\"Write\"]", "[24]", "[null]", "{}"),
        Any("", "", ",\"if_missing\":\"match\"", ",\"if_missing\":true", ",\"iff\":1"),
        (path, op, value, more) => $$"""{"path":{{path}},"op":"{{op}}","value":{{value}}{{more}}}""");

    private static readonly Gen<string> Groups = Gen.Select(Condition, Any("", ",\"on_deny\":\"x\"", ",\"reason\":\"x\"", ",\"approval\":{\"quorum\":2}"), Gen.Int[0, 4], (condition, more, kind) => kind switch
    {
        0 => "[]",
        1 => "[{}]",
        2 => "{}",
        _ => $$"""[{"conditions":[{{condition}}]{{more}}}]""",
    });

    private static readonly Gen<string> Members = Gen.OneOf(
        Any("\"allow\"", "\"deny\"", "\"require_approval\"", "\"require_approval\"", "1").Select(action => $"\"action\":{action}"),
        Any("{}", "{\"quorum\":20}", "{\"quorum\":21}", "{\"reviewers\":[]}", "{\"reviewers\":[\"a\"],\"expires\":\"15m\"}", "{\"hold\":1}", "7").Select(terms => $"\"approval\":{terms}"),
        Groups.Select(groups => $"\"require\":{groups}"),
        Groups.Select(groups => $"\"deny_if\":{groups}"),
        Groups.Select(groups => $"\"require_approval\":{groups}"),
        Any("[]", "{}", "[{\"counter\":\"c\",\"window\":1,\"max\":1}]", "[{\"counter\":\"c\",\"window\":\"x\",\"max\":1}]", "[{\"counter\":\"c\",\"max\":1}]").Select(limits => $"\"limits\":{limits}"),
        Any("{\"max\":1,\"window\":60}", "{\"max\":0,\"window\":60}", "{\"max\":1}").Select(limit => $"\"rate_limit\":{limit}"),
        Any("\"reason\":\"x\"", "\"reason\":\"\"", "\"inputs\":\"allow\"", "\"inputs\":true", "\"reqire\":[]"));

    private static readonly Gen<string> Documents = Gen.Select(
        Members.Array[0, 3].Select(members => $"{{{string.Join(',', members.DistinctBy(member => member[..member.IndexOf(':', StringComparison.Ordinal)]))}}}"),
        Any("\"tools\":{\"x*\":", "\"tools\":{\"\":", "\"categories\":{\"Read\":", "\"categories\":{\"Reed\":", "\"resources\":{\"a\":", "\"prompts\":{\"a\":", "\"all_tools\":"),
        Any("", "", "\"mode\":\"shadow\",", "\"mode\":1,", "\"default\":\"deny\",", "\"hide\":[\"*\"],", "\"hide\":[\"\"],", "\"nothing\":1,", "\"inputs\":\"review\","),
        (entry, table, more) => $"{{\"version\":\"1\",{more}{table}{entry}{(table.Contains('{', StringComparison.Ordinal) ? "}" : "")}}}");

    [Fact]
    public void The_schema_in_the_repository_is_the_one_that_the_program_makes() => Assert.True(
        File.ReadAllText(Path.Combine(PolicyFilesTests.Folder, "policy.schema.json")) == PolicySchema.Text,
        "Write it anew: dotnet run --project src/Approvals.Cli -- policy schema > policies/policy.schema.json");

    [Theory]
    [MemberData(nameof(PolicyFilesTests.Names), MemberType = typeof(PolicyFilesTests))]
    public void Every_policy_of_the_repository_is_valid(string name)
    {
        var text = File.ReadAllText(Path.Combine(PolicyFilesTests.Folder, name + ".json"));
        Assert.True(Schema.Accepts(JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true })));
    }

    [Fact]
    public void What_the_reader_takes_is_valid_and_what_it_refuses_is_not()
    {
        var (taken, refused) = (0, 0);
        Documents.Sample(
            document =>
            {
                var isRead = PolicyReader.Read("p", "p.json", Encoding.UTF8.GetBytes(document), out var problems) is not null;
                _ = isRead ? Interlocked.Increment(ref taken) : Interlocked.Increment(ref refused);
                Assert.True(isRead == Schema.Accepts(JsonNode.Parse(document)), $"{document}\n{string.Join('\n', problems)}");
            },
            iter: 20_000);
        Assert.True(taken > 1_000 && refused > 1_000, $"{taken} were read and {refused} refused: too few of one to say anything");
    }

    [Theory]
    [InlineData("""{"version":"1","$schema":"./policy.schema.json"}""", true)]
    [InlineData("""{"version":"1","tools":{"x":{"approval":{}}}}""", false)]
    [InlineData("""{"version":"1","tools":{"x":{"approval":{},"require_approval":[]}}}""", false)]
    [InlineData("""{"version":"1","tools":{"x":{"limits":[{"counter":"/c","window":1,"max":1}]}}}""", false)]
    [InlineData("""{"version":"1","tools":{"x":{"limits":[{"counter":"c","window":1,"max":1,"scope":"args.a[0]","amount":"args.b.c"}]}}}""", true)]
    [InlineData("""{"version":"1","tools":{"x":{"limits":[{"counter":"c","window":1,"max":1,"amount":"b.c"}]}}}""", false)]
    [InlineData("""{"version":"1","tools":{"x":{"require":[{"conditions":[{"path":"time.hour","op":"regex","value":"1"}]}]}}}""", false)]
    [InlineData("""{"version":"1","tools":{"x":{"require":[{"conditions":[{"path":"tool.severity","op":"in","value":["worst"]}]}]}}}""", false)]
    [InlineData("""{"version":"1","tools":{"x":{"require":[{"conditions":[{"path":"args.a","op":"exists","value":true,"if_missing":"match"}]}]}}}""", false)]
    public void What_an_editor_says_is_what_the_reader_says(string json, bool isRead)
    {
        Assert.Equal(isRead, Schema.Accepts(JsonNode.Parse(json)));
        Assert.Equal(isRead, PolicyReader.Read("p", "p.json", Encoding.UTF8.GetBytes(json), out _) is not null);
    }

    private static Gen<string> Any(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(at => texts[at]);
}
