namespace Approvals.Policies.Reading;

/// <summary>Maps one entry of <c>tools</c> to the verdict that calls of it will get.</summary>
internal sealed class ToolMapper(LimitMapper limits)
{
    private const int ReasonLength = 500;

    public static readonly IReadOnlyDictionary<string, ToolAction> Actions = new Dictionary<string, ToolAction>(StringComparer.Ordinal)
    {
        ["allow"] = ToolAction.Allow,
        ["deny"] = ToolAction.Deny,
        ["require_approval"] = ToolAction.RequireApproval,
    };

    public Verdict? Map(string name, Cursor tool)
    {
        if (tool.Table(Vocabulary.Tool) is not { } fields)
        {
            return null;
        }

        var action = fields["action"] is { } given ? given.OneOf(Actions) : ToolAction.Allow;
        var reason = fields["reason"]?.Text(ReasonLength);
        var charged = limits.Map(fields["limits"]);
        var terms = ApprovalMapper.Map(fields["approval"]);
        if (action is ToolAction.Allow or ToolAction.Deny)
        {
            fields["approval"]?.Fail($"'approval' says who decides, but the action is {Word(action.Value)}, so nobody is asked; "
                + "set \"action\": \"require_approval\", or remove 'approval'");
        }

        var shown = PrintableText.Of(name);
        return action switch
        {
            ToolAction.Allow => new Verdict.Allow(tool.Pointer, charged),
            ToolAction.Deny => new Verdict.Deny($"{tool.Pointer}/action", reason ?? $"Tool '{shown}' is denied by policy."),
            ToolAction.RequireApproval => new Verdict.RequireApproval(
                $"{tool.Pointer}/action", reason ?? $"Tool '{shown}' needs a person's approval.", terms, charged),
            _ => null,
        };
    }

    private static string Word(ToolAction action) => $"\"{Actions.First(known => known.Value == action).Key}\"";
}
