using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Approvals.Policies.Conditions;
using Approvals.Policies.Reading;
using Approvals.Policies.Reading.Conditions;

namespace Approvals.Policies.Schema;

/// <summary>A condition's part of the schema: which operator goes with which value and path.</summary>
internal static class ConditionSchema
{
    private const string Steps = @"\.[^.\[\]]+(\.[^.\[\]]+|\[[0-9]{1,9}\])*$";

    public static readonly string ArgumentPattern = $"^{Subject.Argument.Root}{Steps}";

    public static JsonObject Shape()
    {
        var condition = Schema.Shape.Table(
            Vocabulary.Condition,
            "One test.",
            new Dictionary<string, JsonObject>
            {
                ["path"] = Schema.Shape.Any(
                    Schema.Shape.OneOf(Subject.Facts.Select(fact => fact.Path)),
                    Schema.Shape.Text(Route.MaxLength, pattern: ArgumentPattern),
                    Schema.Shape.Text(Route.MaxLength, pattern: $"^{Regex.Escape(Subject.Annotation.Root)}{Steps}")),
                ["op"] = Schema.Shape.OneOf(Operators.Words.Keys),
                ["value"] = [],
                ["if_missing"] = Schema.Shape.OneOf(ConditionMapper.WhenMissing.Keys, "Meets what is missing too."),
            },
            "path", "op", "value");
        condition["allOf"] = new JsonArray([.. ByOperator(), .. Subject.Facts.Select(Of)]);
        return condition;
    }

    private static IEnumerable<JsonNode> ByOperator() =>
    [
        Value(Scalar(), Operator.Eq, Operator.Neq, Operator.Contains),
        Value(new JsonObject { ["type"] = "number" }, Operator.Lt, Operator.Lte, Operator.Gt, Operator.Gte),
        Value(Schema.Shape.List(Scalar(), 1, ComparisonMapper.MostValues), Operator.In, Operator.NotIn),
        Value(Schema.Shape.Text(ComparisonMapper.PatternLength), Operator.Regex),
        Schema.Shape.When("op", WordsOf([Operator.Exists]), new JsonObject
        {
            ["properties"] = new JsonObject { ["value"] = new JsonObject { ["type"] = "boolean" }, ["if_missing"] = false },
        }),
    ];

    // What a path can never be is no value for it.
    private static JsonNode Of(Subject.Fact fact)
    {
        var value = fact.Kind is FoundKind.Number ? Schema.Shape.Whole(0, Literals.LastHour)
            : fact.Words.IsEmpty ? Schema.Shape.Text(Literals.TextLength)
            : Schema.Shape.OneOf(fact.Words);
        var operators = Operators.Words.Values.Where(fact.Kind is FoundKind.Number ? Operators.TakesNumber : Operators.TakesText);
        var then = new JsonObject
        {
            ["properties"] = new JsonObject { ["op"] = Schema.Shape.OneOf(WordsOf(operators)) },
            ["allOf"] = new JsonArray(
                Value(value, Operator.Eq, Operator.Neq, Operator.Lt, Operator.Lte, Operator.Gt, Operator.Gte),
                Value(new JsonObject { ["items"] = value.DeepClone() }, Operator.In, Operator.NotIn)),
        };
        return Schema.Shape.When("path", [fact.Path], then);
    }

    private static JsonObject Value(JsonObject shape, params Operator[] operators) =>
        Schema.Shape.When("op", WordsOf(operators), new JsonObject { ["properties"] = new JsonObject { ["value"] = shape } });

    private static JsonObject Scalar() => new() { ["type"] = Schema.Shape.Words(["string", "number", "boolean"]), ["maxLength"] = Literals.TextLength };

    private static IEnumerable<string> WordsOf(IEnumerable<Operator> operators) => operators.Select(op => Operators.Words.First(word => word.Value == op).Key);
}
