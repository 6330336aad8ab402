using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Approvals.Policies.Conditions;

/// <summary>An operator with the value it compares with. Says nothing of what is missing: only <see cref="Exists"/> does.</summary>
internal abstract record Comparison
{
    public abstract Truth Of(in Found found);

    private static Truth When(bool holds) => holds ? Truth.Yes : Truth.No;

    /// <summary><c>eq</c> and <c>neq</c>: numbers by their value, texts by their characters.</summary>
    internal sealed record Equal(Literal Value, bool Negated) : Comparison
    {
        public override Truth Of(in Found found) => found.Kind == Value.Kind ? When(Value.Is(found) != Negated) : Truth.WrongType;

        public override string ToString() => $"{(Negated ? "neq" : "eq")} {Value}";
    }

    /// <summary><c>lt</c>, <c>lte</c>, <c>gt</c>, <c>gte</c>.</summary>
    internal sealed record Ordered(string Operator, Literal.Number Value) : Comparison
    {
        public override Truth Of(in Found found)
        {
            if (found.Kind is not FoundKind.Number)
            {
                return Truth.WrongType;
            }

            var order = found.CompareTo(Value.Utf8);
            return When(Operator switch { "lt" => order < 0, "lte" => order <= 0, "gt" => order > 0, _ => order >= 0 });
        }

        public override string ToString() => $"{Operator} {Value}";
    }

    /// <summary><c>in</c> and <c>not_in</c>.</summary>
    internal sealed record OneOf(ImmutableArray<Literal> Values, bool Negated) : Comparison
    {
        public override Truth Of(in Found found)
        {
            var comparable = false;
            foreach (var value in Values)
            {
                if (value.Kind == found.Kind)
                {
                    comparable = true;
                    if (value.Is(found))
                    {
                        return When(!Negated);
                    }
                }
            }

            return comparable ? When(Negated) : Truth.WrongType;
        }

        public override string ToString() => $"{(Negated ? "not_in" : "in")} [{PrintableText.Of(string.Join(", ", Values))}]";
    }

    /// <summary><c>exists</c>. Null is neither there nor not there.</summary>
    internal sealed record Exists(bool Wanted) : Comparison
    {
        public override Truth Of(in Found found) =>
            found.Kind is FoundKind.Odd ? Truth.WrongType : When(found.Kind is not FoundKind.Missing == Wanted);

        public override string ToString() => Wanted ? "exists" : "exists: false";
    }

    /// <summary><c>regex</c>: the pattern is found somewhere in the text.</summary>
    internal sealed record Matches(Regex Pattern) : Comparison
    {
        public override Truth Of(in Found found) => found.Kind is FoundKind.Text ? When(found.Matches(Pattern)) : Truth.WrongType;

        public override string ToString() => $"regex \"{PrintableText.Of(Pattern.ToString())}\"";
    }

    /// <summary><c>contains</c>: a text has the text in it, a list has the value in it.</summary>
    internal sealed record Contains(Literal Value) : Comparison
    {
        public override Truth Of(in Found found) => found.Kind switch
        {
            FoundKind.Text when Value is Literal.Text text => When(found.Contains(text.Value, text.Utf8)),
            FoundKind.List => InList(found),
            _ => Truth.WrongType,
        };

        // A list with something else in it may hold the value in another guise.
        private Truth InList(in Found list)
        {
            var answer = Truth.No;
            foreach (var json in list.Items)
            {
                var item = new Found(json);
                if (item.Kind != Value.Kind)
                {
                    answer = Truth.WrongType;
                }
                else if (Value.Is(item))
                {
                    return Truth.Yes;
                }
            }

            return answer;
        }

        public override string ToString() => $"contains {Value}";
    }
}
