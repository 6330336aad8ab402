using Approvals.Policies.Rules;

namespace Approvals.Policies.Reading;

/// <summary>Maps one entry of a table. <paramref name="inputs"/> is what the document says of more input.</summary>
internal sealed class EntryMapper(LimitMapper limits, MoreInput inputs)
{
    public const int ReasonLength = 500;

    public static readonly IReadOnlyDictionary<string, ToolAction> Actions = new Dictionary<string, ToolAction>(StringComparer.Ordinal)
    {
        ["allow"] = ToolAction.Allow,
        ["deny"] = ToolAction.Deny,
        ["require_approval"] = ToolAction.RequireApproval,
    };

    public static readonly IReadOnlyDictionary<string, MoreInput> Inputs = new Dictionary<string, MoreInput>(StringComparer.Ordinal)
    {
        ["review"] = MoreInput.Review,
        ["allow"] = MoreInput.Allow,
    };

    /// <param name="what">How sentences begin that speak of what it names: <c>Tool 'refund'</c>.</param>
    /// <param name="entry">The entry's value.</param>
    public EntryDraft? Map(string what, Cursor entry)
    {
        if (entry.Table(Vocabulary.Entry) is not { } fields)
        {
            return null;
        }

        var action = fields["action"] is { } given ? given.OneOf(Actions) : ToolAction.Allow;
        var reason = fields["reason"]?.Text(ReasonLength);
        var terms = ApprovalMapper.Map(fields["approval"]);
        var rules = Rules(what, fields);
        if (fields["approval"] is { } unused && action is { } known && !Asks(known, rules))
        {
            unused.Fail($"'approval' says who decides, but the action is {Word(known)}, so nobody is asked; "
                + "set \"action\": \"require_approval\", or remove 'approval'");
        }

        return action is null ? null : new EntryDraft(entry.Pointer, action is ToolAction.Allow ? entry.Pointer : $"{entry.Pointer}/action", action.Value)
        {
            Reason = Always(reason ?? (action is ToolAction.Deny ? $"{what} is denied by policy." : GroupMapper.Asks(what))),
            Terms = terms ?? Terms.Default,
            Inputs = fields["inputs"]?.OneOf(Inputs) ?? inputs,
            Rules = rules,
        };
    }

    /// <summary>The groups and limits that an entry and <c>all_tools</c> both can have.</summary>
    public RuleSet Rules(string what, Fields fields) => new(
        GroupMapper.Denials(fields["require"], $"{what} is called without what the policy requires."),
        GroupMapper.Denials(fields["deny_if"], $"{what} is denied by policy for a call like this."),
        GroupMapper.Questions(fields["require_approval"], what),
        limits.Map(fields["limits"], fields["rate_limit"]));

    private static bool Asks(ToolAction action, RuleSet rules) =>
        action is ToolAction.RequireApproval || (action is ToolAction.Allow && !rules.Questions.IsEmpty);

    private static Func<string, string> Always(string reason) => _ => reason;

    private static string Word(ToolAction action) => $"\"{Actions.First(known => known.Value == action).Key}\"";
}
