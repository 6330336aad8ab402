using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Approvals.Policies.Conditions;

namespace Approvals.Policies.Reading.Conditions;

/// <summary>Maps <c>op</c> and <c>value</c>, which have to go together, and with what is at the path.</summary>
internal static class ComparisonMapper
{
    public const int MostValues = 1000;
    public const int PatternLength = 500;

    /// <param name="op">What is asked.</param>
    /// <param name="word">Where it is written.</param>
    /// <param name="value">What it is compared with.</param>
    /// <param name="subject">What is at the path, or null when the path cannot be read.</param>
    public static Comparison? Map(Operator op, Cursor word, Cursor value, Subject? subject)
    {
        if (subject is Subject.Fact fact && !(fact.Kind is FoundKind.Number ? Operators.TakesNumber(op) : Operators.TakesText(op)))
        {
            word.Fail($"\"{fact.Path}\" is {(fact.Kind is FoundKind.Number ? "a number" : "a text")}, which \"{((Node.Text)word.Node).Value}\" cannot be asked of");
            return null;
        }

        return op switch
        {
            Operator.Eq or Operator.Neq => Literals.One(value, subject) is { } literal ? new Comparison.Equal(literal, op is Operator.Neq) : null,
            Operator.In or Operator.NotIn => Values(value, subject) is { Length: > 0 } values ? new Comparison.OneOf(values, op is Operator.NotIn) : null,
            Operator.Exists => value.Flag() is { } wanted ? new Comparison.Exists(wanted) : null,
            Operator.Regex => Pattern(value) is { } pattern ? new Comparison.Matches(pattern) : null,
            Operator.Contains => Literals.One(value, null) is { } part ? new Comparison.Contains(part) : null,
            _ => Literals.Number(value, subject) is { } number ? new Comparison.Ordered(((Node.Text)word.Node).Value, number) : null,
        };
    }

    private static ImmutableArray<Literal> Values(Cursor list, Subject? subject)
    {
        if (list.Node is Node.List { Items.IsEmpty: true })
        {
            list.Fail("'value' is empty; name at least one value");
        }

        return [.. list.Items(MostValues).Select(item => Literals.One(item, subject)).OfType<Literal>()];
    }

    private static Regex? Pattern(Cursor value)
    {
        if (value.Text(PatternLength) is not { } text)
        {
            return null;
        }

        try
        {
            // Without backtracking no input makes it slower than its length; what it cannot do so, it does not do.
            return new Regex(text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (RegexParseException wrong)
        {
            value.Fail($"'value' is not a regular expression: {PrintableText.Of(wrong.Error.ToString())} at its character {wrong.Offset + 1}");
        }
        catch (NotSupportedException)
        {
            value.Fail("'value' cannot be matched in linear time: it has a backreference, a look-around, an atomic group, a condition, or repeats too much; write it without");
        }

        return null;
    }
}
