using System.Collections.Immutable;
using Approvals.Policies.Conditions;
using Approvals.Policies.Reading.Conditions;
using Approvals.Policies.Rules;

namespace Approvals.Policies.Reading;

/// <summary>Maps <c>require</c>, <c>deny_if</c> and <c>require_approval</c>.</summary>
internal static class GroupMapper
{
    public const int MostGroups = 100;
    public const int MostConditions = 50;

    private const string Example = "[{ \"path\": \"args.amount\", \"op\": \"gt\", \"value\": 100 }]";

    public static string Asks(string what) => $"{what} needs a person's approval.";

    public static ImmutableArray<Denial> Denials(Cursor? groups, string reason) =>
        groups is null ? [] : [.. groups.Items(MostGroups).Select(group => Denial(group, reason)).OfType<Denial>()];

    public static ImmutableArray<Question> Questions(Cursor? groups, string what) =>
        groups is null ? [] : [.. groups.Items(MostGroups).Select(group => Question(group, what)).OfType<Question>()];

    private static Denial? Denial(Cursor group, string reason) => group.Table(Vocabulary.Denial) is { } fields
        ? new Denial(new Group(group.Pointer, Conditions(fields)), fields["on_deny"]?.Text(EntryMapper.ReasonLength) ?? reason)
        : null;

    private static Question? Question(Cursor group, string what) => group.Table(Vocabulary.Question) is { } fields
        ? new Question(
            new Group(group.Pointer, Conditions(fields)),
            fields["reason"]?.Text(EntryMapper.ReasonLength) ?? Asks(what),
            ApprovalMapper.Map(fields["approval"]))
        : null;

    private static ImmutableArray<Condition> Conditions(Fields fields)
    {
        if (fields.Required("conditions", Example) is not { } conditions)
        {
            return [];
        }

        // No condition at all would be met by every call: whoever means that says it with an action.
        if (conditions.Node is Node.List { Items.IsEmpty: true })
        {
            conditions.Fail($"'conditions' is empty, so it would hold for every call; name at least one, or use 'action'");
        }

        return [.. conditions.Items(MostConditions).Select(ConditionMapper.Map).OfType<Condition>()];
    }
}
