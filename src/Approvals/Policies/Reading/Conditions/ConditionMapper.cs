using Approvals.Policies.Conditions;

namespace Approvals.Policies.Reading.Conditions;

/// <summary>Maps one condition: what it looks at, and what it wants of it.</summary>
internal static class ConditionMapper
{
    public static readonly IReadOnlyDictionary<string, bool> WhenMissing = new Dictionary<string, bool>(StringComparer.Ordinal) { ["match"] = true };

    public static Condition? Map(Cursor condition)
    {
        if (condition.Table(Vocabulary.Condition) is not { } fields)
        {
            return null;
        }

        var subject = fields.Required("path", "\"args.amount\"") is { } path ? PathMapper.Map(path) : null;
        var word = fields.Required("op", "\"gt\"");
        var op = word?.OneOf(Operators.Words);
        var value = fields.Required("value", op is { } known ? Operators.Example(known) : "100");
        var ifMissing = fields["if_missing"];
        var matchesMissing = ifMissing?.OneOf(WhenMissing) ?? false;
        if (op is Operator.Exists)
        {
            ifMissing?.Fail("'if_missing' does nothing beside \"exists\", which asks just that; remove it");
        }

        // Without a readable path the value is still checked, as for any argument.
        var comparison = op is null || value is null ? null : ComparisonMapper.Map(op.Value, word!, value, subject);
        return subject is null || comparison is null ? null : new Condition(condition.Pointer, subject, comparison, matchesMissing);
    }
}
