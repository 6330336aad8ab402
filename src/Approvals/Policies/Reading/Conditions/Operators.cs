namespace Approvals.Policies.Reading.Conditions;

/// <summary>The operators of the language.</summary>
internal enum Operator
{
    Eq,
    Neq,
    Lt,
    Lte,
    Gt,
    Gte,
    In,
    NotIn,
    Exists,
    Regex,
    Contains,
}

/// <summary>How operators are written, and what they go with.</summary>
internal static class Operators
{
    public static readonly IReadOnlyDictionary<string, Operator> Words = new Dictionary<string, Operator>(StringComparer.Ordinal)
    {
        ["eq"] = Operator.Eq,
        ["neq"] = Operator.Neq,
        ["lt"] = Operator.Lt,
        ["lte"] = Operator.Lte,
        ["gt"] = Operator.Gt,
        ["gte"] = Operator.Gte,
        ["in"] = Operator.In,
        ["not_in"] = Operator.NotIn,
        ["exists"] = Operator.Exists,
        ["regex"] = Operator.Regex,
        ["contains"] = Operator.Contains,
    };

    /// <summary>Whether it can be asked of any text.</summary>
    public static bool TakesText(Operator op) => op is not (Operator.Lt or Operator.Lte or Operator.Gt or Operator.Gte);

    /// <summary>Whether it can be asked of any number.</summary>
    public static bool TakesNumber(Operator op) => op is not (Operator.Regex or Operator.Contains);

    public static string Example(Operator op) => op switch
    {
        Operator.In or Operator.NotIn => "[\"a\", \"b\"]",
        Operator.Exists => "true",
        Operator.Regex => "\"^[a-z]+$\"",
        Operator.Contains => "\"prod\"",
        _ => "100",
    };
}
