using System.Collections.Immutable;
using Approvals.Policies.Conditions;
using Approvals.Policies.Limits;
using Approvals.Policies.Reading;

namespace Approvals.Policies.Rules;

/// <summary>
/// One entry, ready to judge what it names: <c>action: deny</c>, spelling of argument keys, <c>require</c>, <c>deny_if</c>, what the limits read
/// in the arguments, then the questions.
/// Verdicts that do not depend on the call are made beforehand.
/// </summary>
internal sealed class Entry
{
    private readonly EntryDraft _draft;
    private readonly RuleSet _rules;
    private readonly ArgumentNames _names = new();
    private readonly Charges _charges;
    private readonly Verdict.Allow _allowed;
    private readonly ImmutableArray<(Group Group, Verdict.RequireApproval Asks)> _questions;

    /// <param name="draft">What the document says.</param>
    /// <param name="forAll">What it says for every tool, tried first at each step.</param>
    public Entry(EntryDraft draft, RuleSet forAll)
    {
        _draft = draft;
        _rules = forAll.Before(draft.Rules);
        _charges = Charges.Of(_rules.Limits);
        _allowed = new Verdict.Allow(draft.Pointer, _charges);
        _questions = [.. _rules.Questions.Select(question => (question.Group, Asks(question.Group.Rule, question.Reason, question.Terms)))];
        foreach (var condition in _rules.Conditions)
        {
            _names.Add(condition);
        }

        foreach (var (path, rule) in _rules.Limits.SelectMany(limit => limit.Paths.Select(path => (path, limit.Rule))))
        {
            _names.Add(path.Route, rule);
        }
    }

    public string Pointer => _draft.Pointer;

    public Verdict Judge(in Use use, in Facts facts, Trace? trace)
    {
        trace?.Add(_draft.ActionRule, true, Words(_draft.Action));
        if (_draft.Action is ToolAction.Deny)
        {
            return new Verdict.Deny(_draft.ActionRule, _draft.Reason(use.Name));
        }

        return Refusal(use, facts, trace) ?? Answer(use, facts, trace);
    }

    private Verdict.Deny? Refusal(in Use use, in Facts facts, Trace? trace)
    {
        if (_names.ImitationIn(use.Arguments) is var (key, meant))
        {
            trace?.Add(meant.Rule, true, $"the argument '{PrintableText.Of(key)}' is '{PrintableText.Of(meant.Name)}' but for its case");
            return new Verdict.Deny(
                meant.Rule, $"The argument '{PrintableText.Of(key)}' differs only in case from '{PrintableText.Of(meant.Name)}', which the policy looks at. Spell it so.");
        }

        foreach (var required in _rules.Require)
        {
            if (!required.Group.Holds(use, facts, trace))
            {
                return required.Verdict;
            }
        }

        foreach (var denied in _rules.DenyIf)
        {
            if (denied.Group.Fires(use, facts, trace))
            {
                return denied.Verdict;
            }
        }

        return null;
    }

    private Verdict Answer(in Use use, in Facts facts, Trace? trace)
    {
        trace?.AddLimits(_rules.Limits);
        var charges = _charges.ReadIn(use.Arguments, out var refused);
        if (refused is not null)
        {
            trace?.Add(refused.Rule, true, refused.Reason);
            return refused;
        }

        var asks = _draft.Action is ToolAction.RequireApproval ? Asks(_draft.ActionRule, _draft.Reason(use.Name), null) : null;
        foreach (var (group, question) in _questions)
        {
            if (group.Fires(use, facts, trace))
            {
                asks = asks is null ? question : Join(asks, question);
            }
        }

        return Charged(asks, charges);
    }

    // Most verdicts are ready made: their limits read no arguments.
    private Verdict Charged(Verdict.RequireApproval? asks, Charges charges) => (asks, charges == _charges) switch
    {
        (null, true) => _allowed,
        (null, false) => _allowed with { Charges = charges },
        (_, true) => asks,
        (_, false) => asks with { Charges = charges },
    };

    // The first names the rule; people read every reason.
    private static Verdict.RequireApproval Join(Verdict.RequireApproval first, Verdict.RequireApproval next) => first with
    {
        Reason = first.Reason.Contains(next.Reason, StringComparison.Ordinal) ? first.Reason : $"{first.Reason} {next.Reason}",
        Terms = first.Terms.And(next.Terms),
    };

    private Verdict.RequireApproval Asks(string rule, string reason, Terms? terms) =>
        new(rule, reason, terms ?? _draft.Terms, _charges) { Inputs = _draft.Inputs };

    private static string Words(ToolAction action) => action switch
    {
        ToolAction.Deny => "denies",
        ToolAction.RequireApproval => "asks a person, if nothing denies",
        _ => "allows, if nothing denies or asks",
    };
}
