using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Approvals.Cli.Policies.Import.Sources;

namespace Approvals.Cli.Policies.Import.Intercept;

/// <summary>Conditions over arguments. Whatever cannot mean the same here is not carried over; its rule must then do without it.</summary>
internal static partial class InterceptConditions
{
    /// <param name="condition">One entry of <c>conditions</c>.</param>
    /// <param name="why">Why there is no answer.</param>
    public static ImportedCondition? Read(Fields condition, out string why)
    {
        var (path, op) = (condition.Text("path") ?? "", condition.Text("op") ?? "");
        why = "";
        if (!Path().IsMatch(path))
        {
            why = $"the path '{path}' cannot be written here";
            return null;
        }

        if (condition["value"] is not { } value)
        {
            why = $"'{op}' without a value means nothing here";
            return null;
        }

        var written = Value(op, value);
        if (written is null)
        {
            why = op == "regex" ? "the regular expression cannot be written so that it surely means the same here" : $"'{op}' cannot be written with {value.Kind} here";
            return null;
        }

        var read = new ImportedCondition(path, op, written);
        why = ProblemOf(read) ?? "";
        return why.Length == 0 ? read : null;
    }

    // Lengths and such, as the language has them: asked of a policy that has this condition and nothing else.
    private static string? ProblemOf(ImportedCondition condition) => PolicyWriter.ProblemOf(PolicyWriter.Document(new ImportedPolicy(
        null, ImportedAction.Deny, [], ImportedTool.Open with { Require = [new ImportedGroup([condition], null)] }, new Dictionary<string, ImportedTool>())));

    private static string? Value(string op, SourceNode value) => (op, value) switch
    {
        ("exists", SourceNode.Truth) or ("lt" or "lte" or "gt" or "gte", SourceNode.Number) => Json(value),
        // Intercept compares what is printed, so that 1 is in ["1"]; among values of one kind that makes no call pass here.
        ("in" or "not_in", SourceNode.List { Items.Length: > 0 } list) when list.Items.All(IsPlain) && list.Items.DistinctBy(item => item.GetType()).Count() == 1 => Json(value),
        ("eq" or "neq" or "contains", _) when IsPlain(value) => Json(value),
        ("regex", SourceNode.Text text) => GoRegex.Translate(text.Value) is { } pattern ? Quoted(pattern) : null,
        _ => null,
    };

    private static bool IsPlain(SourceNode node) => node is SourceNode.Text or SourceNode.Number or SourceNode.Truth;

    private static string Json(SourceNode node) => node switch
    {
        SourceNode.Text text => Quoted(text.Value),
        SourceNode.Number number => number.Digits,
        SourceNode.Truth truth => truth.Value ? "true" : "false",
        SourceNode.List list => $"[{string.Join(',', list.Items.Select(Json))}]",
        _ => throw new UnreadableException(node.At, $"a condition's value cannot be {node.Kind}"),
    };

    private static string Quoted(string text) => JsonValue.Create(text).ToJsonString(JsonSerializerOptions.Default);

    [GeneratedRegex(@"^args(\.[^.\[\]]+)+\z", RegexOptions.CultureInvariant)]
    public static partial Regex Path();
}
