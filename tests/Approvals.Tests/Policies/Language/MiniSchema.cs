using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Approvals.Tests.Policies.Language;

/// <summary>As much of JSON Schema 2020-12 as the schema of policies uses; what it does not know it refuses to judge.</summary>
internal sealed class MiniSchema(JsonNode root)
{
    public bool Accepts(JsonNode? value) => Accepts(root, value);

    private bool Accepts(JsonNode? schema, JsonNode? value) => schema switch
    {
        JsonValue flag => (bool)flag,
        JsonObject rules => rules.All(rule => Holds(rules, rule.Key, rule.Value!, value)),
        _ => throw new InvalidOperationException("no schema"),
    };

    private bool Holds(JsonObject rules, string keyword, JsonNode rule, JsonNode? value) => keyword switch
    {
        "$schema" or "$defs" or "title" or "description" or "then" => true,
        "$ref" => Accepts(root["$defs"]![((string)rule!)["#/$defs/".Length..]], value),
        "type" => (rule is JsonArray types ? types : [rule.DeepClone()]).Any(type => Is((string)type!, value)),
        "const" => JsonNode.DeepEquals(rule, value),
        "enum" => rule.AsArray().Any(word => JsonNode.DeepEquals(word, value)),
        "anyOf" => rule.AsArray().Any(shape => Accepts(shape, value)),
        "allOf" => rule.AsArray().All(shape => Accepts(shape, value)),
        "if" => !Accepts(rule, value) || Accepts(rules["then"], value),
        "minimum" => !Is("number", value) || (double)value! >= (double)rule!,
        "maximum" => !Is("number", value) || (double)value! <= (double)rule!,
        "minLength" => !Is("string", value) || ((string)value!).EnumerateRunes().Count() >= (int)rule!,
        "maxLength" => !Is("string", value) || ((string)value!).EnumerateRunes().Count() <= (int)rule!,
        "pattern" => !Is("string", value) || Regex.IsMatch((string)value!, (string)rule!, RegexOptions.ECMAScript),
        _ => value switch
        {
            JsonArray list => HoldsOfList(keyword, rule, list),
            JsonObject table => HoldsOfTable(rules, keyword, rule, table),
            _ => Applies(keyword),
        },
    };

    private bool HoldsOfList(string keyword, JsonNode rule, JsonArray list) => keyword switch
    {
        "items" => list.All(item => Accepts(rule, item)),
        "minItems" => list.Count >= (int)rule!,
        "maxItems" => list.Count <= (int)rule!,
        _ => Applies(keyword),
    };

    private bool HoldsOfTable(JsonObject rules, string keyword, JsonNode rule, JsonObject table) => keyword switch
    {
        "properties" => rule.AsObject().All(member => !table.ContainsKey(member.Key) || Accepts(member.Value, table[member.Key])),
        "additionalProperties" => table.All(member => rules["properties"]?.AsObject().ContainsKey(member.Key) == true || Accepts(rule, member.Value)),
        "propertyNames" => table.All(member => Accepts(rule, JsonValue.Create(member.Key))),
        "required" => rule.AsArray().All(key => table.ContainsKey((string)key!)),
        "dependentSchemas" => rule.AsObject().All(member => !table.ContainsKey(member.Key) || Accepts(member.Value, table)),
        _ => Applies(keyword),
    };

    // A keyword for another kind of value says nothing of this one.
    private static bool Applies(string keyword) =>
        keyword is "items" or "minItems" or "maxItems" or "properties" or "additionalProperties" or "propertyNames" or "required" or "dependentSchemas"
            ? true
            : throw new NotSupportedException(keyword);

    private static bool Is(string type, JsonNode? value) => type switch
    {
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "integer" => value is JsonValue && value.GetValueKind() is System.Text.Json.JsonValueKind.Number && (double)value % 1 == 0,
        _ => value is JsonValue && value.GetValueKind().ToString().Replace("True", "boolean", StringComparison.Ordinal).Replace("False", "boolean", StringComparison.Ordinal)
            .Equals(type, StringComparison.OrdinalIgnoreCase),
    };
}
