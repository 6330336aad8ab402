using System.Text;
using System.Text.Json.Nodes;
using CsCheck;

namespace Approvals.Tests.Policies.Language;

/// <summary>Small documents over few names, so that their rules meet, and calls that meet them.</summary>
internal static class RandomPolicy
{
    private static readonly Gen<string> Name = Any("a", "b", "ab", "abc", "a*", "*b", "*", "a?", "?b*", "**");
    private static readonly Gen<string> Action = Any("allow", "deny", "require_approval");

    private static readonly Gen<JsonObject> Condition = Gen.Select(
        Any("args.x", "args.y", "args.x.z", "tool.category", "time.hour"), Gen.Int[0, 5], Gen.Bool, Gen.Int[0, 2], OneCondition);

    private static readonly Gen<JsonArray> Conditions = Condition.Array[1, 3].Select(items => new JsonArray([.. items]));

    private static readonly Gen<JsonObject> Denial = Conditions.Select(conditions => new JsonObject { ["conditions"] = conditions });

    private static readonly Gen<JsonObject> Question = Gen.Select(Conditions, Gen.Int[0, 2], (conditions, people) => people == 0
        ? new JsonObject { ["conditions"] = conditions }
        : new JsonObject { ["conditions"] = conditions, ["reason"] = $"r{people}", ["approval"] = new JsonObject { ["reviewers"] = new JsonArray($"p{people}"), ["quorum"] = people } });

    private static readonly Gen<JsonObject> Entry = Gen.Select(
        Action, Denial.Array[0, 2], Denial.Array[0, 2], Question.Array[0, 2], (action, require, deny, ask) => Filled(new JsonObject { ["action"] = action }, require, deny, ask));

    private static readonly Gen<JsonObject> Table = Gen.Select(Name, Entry).Array[0, 6].Select(entries =>
        new JsonObject(entries.DistinctBy(entry => entry.Item1).Select(entry => KeyValuePair.Create(entry.Item1, (JsonNode?)entry.Item2))));

    private static readonly Gen<JsonObject> Categories = Entry.Array[0, 2].Select(entries =>
        new JsonObject(entries.Select((entry, at) => KeyValuePair.Create(at == 0 ? "Read" : "Destructive", (JsonNode?)entry))));

    private static readonly Gen<JsonObject> AllTools = Gen.Select(
        Denial.Array[0, 1], Denial.Array[0, 1], Question.Array[0, 1], (require, deny, ask) => Filled([], require, deny, ask));

    public static Gen<JsonObject> Documents { get; } = Gen.Select(
        Action, Name.Array[0, 2], Table, Categories, AllTools,
        (action, hide, table, categories, all) => new JsonObject
        {
            ["version"] = "1",
            ["default"] = action,
            ["hide"] = new JsonArray([.. hide.Where(name => name.Trim('*').Length > 0).Select(name => (JsonNode)name)]),
            ["tools"] = table,
            ["categories"] = categories,
            ["all_tools"] = all,
        });

    public static Gen<RandomCall> Calls { get; } = Gen.Select(
        Any("a", "b", "ab", "abc", "bb", "c", "a*"),
        Any("", "\"x\":1", "\"x\":3", "\"x\":\"1\"", "\"x\":null", "\"x\":{\"z\":1}", "\"x\":{\"z\":[]}", "\"X\":1", "\"x\":{\"Z\":1}"),
        Any("", "\"y\":1", "\"y\":true"),
        Any<string?>(null, "Read", "Destructive", "Write"),
        Gen.Int[0, 4],
        (tool, x, y, category, hour) => new RandomCall(tool, $"{{{x}{(x.Length > 0 && y.Length > 0 ? "," : "")}{y}}}", category, hour));

    private static Gen<T> Any<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(at => values[at]);

    private static JsonObject OneCondition(string path, int op, bool ifMissing, int value)
    {
        JsonNode number = value;
        var condition = (path, op) switch
        {
            ("tool.category", 0 or 1) => Made(path, "eq", "Read"),
            ("tool.category", 2 or 3) => Made(path, "not_in", new JsonArray("Read", "Write")),
            (_, 0) => Made(path, "eq", number),
            (_, 1) => Made(path, "neq", number),
            (not "tool.category", 2) => Made(path, "gt", number),
            (_, 3) => Made(path, "in", new JsonArray(1, 3)),
            _ => Made(path, "exists", value > 0),
        };
        if (ifMissing && (string)condition["op"]! != "exists")
        {
            condition["if_missing"] = "match";
        }

        return condition;
    }

    private static JsonObject Made(string path, string op, JsonNode value) => new() { ["path"] = path, ["op"] = op, ["value"] = value };

    private static JsonObject Filled(JsonObject into, JsonObject[] require, JsonObject[] deny, JsonObject[] ask)
    {
        into["require"] = new JsonArray([.. require]);
        into["deny_if"] = new JsonArray([.. deny]);
        into["require_approval"] = new JsonArray([.. ask]);
        return into;
    }
}

internal sealed record RandomCall(string Tool, string Arguments, string? Category, int Hour)
{
    public override string ToString() => new StringBuilder(Tool).Append(' ').Append(Arguments).Append(' ').Append(Category).Append(' ').Append(Hour).ToString();
}
