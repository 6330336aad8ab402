using System.Text;
using Approvals.Policies.Conditions;

namespace Approvals.Policies.Reading.Conditions;

/// <summary>Maps the values that conditions compare with.</summary>
internal static class Literals
{
    public const int TextLength = 1000;
    public const int NumberLength = 100;
    public const int LargestExponent = 10_000;
    public const int LastHour = 23;

    /// <summary>A text, a number, true or false; for a path that has only certain values, one of them.</summary>
    public static Literal? One(Cursor value, Subject? subject) => (subject, value.Node) switch
    {
        (Subject.Fact { Kind: FoundKind.Number }, _) => Number(value, subject),
        (Subject.Fact fact, _) => Text(value, fact),
        (_, Node.Number) => Number(value, subject),
        (_, Node.Text { Value: "" }) => new Literal.Text(""),
        (_, Node.Text) => value.Text(TextLength) is { } text ? new Literal.Text(text) : null,
        (_, Node.Word { Value: "true" or "false" } word) => new Literal.Truth(word.Value == "true"),
        _ => Neither(value),
    };

    public static Literal.Number? Number(Cursor value, Subject? subject)
    {
        if (subject is Subject.Fact)
        {
            return value.Whole(0, LastHour) is { } hour ? new Literal.Number(((Node.Number)value.Node).Digits) : null;
        }

        if (value.Node is Node.Number { Digits: { Length: <= NumberLength } digits }
            && Math.Abs(ExactNumber.ExponentOf(Encoding.UTF8.GetBytes(digits))) <= LargestExponent)
        {
            return new Literal.Number(digits);
        }

        value.MustBe($"a number of at most {NumberLength} characters, its exponent from -{LargestExponent} to {LargestExponent}");
        return null;
    }

    private static Literal.Text? Text(Cursor value, Subject.Fact fact)
    {
        if (value.Node is Node.Text { Value: var text } && !fact.Words.IsEmpty && !fact.Words.Contains(text))
        {
            var near = Nearest.To(text, fact.Words) is { } meant ? $"; did you mean \"{meant}\"?" : "";
            value.Fail($"\"{fact.Path}\" is never \"{PrintableText.Of(text)}\"; it is one of \"{string.Join("\", \"", fact.Words)}\"{near}");
            return null;
        }

        return value.Text(TextLength) is { } known ? new Literal.Text(known) : null;
    }

    private static Literal? Neither(Cursor value)
    {
        value.MustBe("a string, a number, true or false");
        return null;
    }
}
