using System.Text.Json.Nodes;
using Approvals.Policies.Reading;

namespace Approvals.Policies.Schema;

/// <summary>Pieces of a JSON Schema.</summary>
internal static class Shape
{
    public static JsonObject Text(int most, string? says = null, string? pattern = null)
    {
        var shape = Says(new JsonObject { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = most }, says);
        if (pattern is not null)
        {
            shape["pattern"] = pattern;
        }

        return shape;
    }

    public static JsonObject Whole(long least, long most, string? says = null) =>
        Says(new JsonObject { ["type"] = "integer", ["minimum"] = least, ["maximum"] = most }, says);

    public static JsonObject Flag(string says) => Says(new JsonObject { ["type"] = "boolean" }, says);

    public static JsonObject OneOf(IEnumerable<string> words, string? says = null) => Says(new JsonObject { ["enum"] = Words(words) }, says);

    public static JsonObject Matching(string pattern, string? says = null) => Says(new JsonObject { ["type"] = "string", ["pattern"] = pattern }, says);

    public static JsonObject List(JsonObject item, int least, int? most, string? says = null)
    {
        var shape = Says(new JsonObject { ["type"] = "array", ["items"] = item }, says);
        if (least > 0)
        {
            shape["minItems"] = least;
        }

        if (most is not null)
        {
            shape["maxItems"] = most;
        }

        return shape;
    }

    /// <summary>An object whose keys its writer chooses.</summary>
    public static JsonObject Named(int mostName, JsonObject value, string says) => Says(
        new JsonObject
        {
            ["type"] = "object",
            ["propertyNames"] = new JsonObject { ["minLength"] = 1, ["maxLength"] = mostName },
            ["additionalProperties"] = value,
        },
        says);

    /// <summary>An object with the keys of a vocabulary, each of which has to be described.</summary>
    public static JsonObject Table(Vocabulary vocabulary, string says, IReadOnlyDictionary<string, JsonObject> members, params string[] required)
    {
        var properties = new JsonObject(vocabulary.Keys.Select(key => KeyValuePair.Create(key, (JsonNode?)members[key])));
        var shape = Says(new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false }, says);
        if (required.Length > 0)
        {
            shape["required"] = Words(required);
        }

        return shape;
    }

    public static JsonObject Any(params JsonObject[] shapes) => new() { ["anyOf"] = new JsonArray([.. shapes]) };

    public static JsonObject Defined(string name) => new() { ["$ref"] = $"#/$defs/{name}" };

    /// <summary>What holds of an object when one of its members is one of these words.</summary>
    public static JsonObject When(string key, IEnumerable<string> words, JsonObject then) => new()
    {
        ["if"] = new JsonObject { ["properties"] = new JsonObject { [key] = OneOf(words) }, ["required"] = Words([key]) },
        ["then"] = then,
    };

    public static JsonArray Words(IEnumerable<string> words) => new([.. words.Select(word => (JsonNode)word)]);

    public static JsonObject Says(JsonObject shape, string? says)
    {
        if (says is not null)
        {
            shape.Insert(0, "description", says);
        }

        return shape;
    }
}
