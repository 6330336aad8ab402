namespace Approvals.Chaos.Checking;

/// <summary>The checker finds nothing in sound stories, and each fault in a story that has it.</summary>
public sealed class CheckerTests
{
    [Fact]
    public void A_call_that_was_approved_ran_once_and_was_answered_is_sound() => IsSound(Told.Sound());

    [Fact]
    public void A_call_that_was_denied_and_did_not_run_is_sound() =>
        IsSound(Told.Asked().Decides("bob", "deny").Answers("approval_denied").Lists("denied"));

    [Fact]
    public void A_call_that_nobody_decided_and_that_expired_is_sound() =>
        IsSound(Told.Asked().Answers("approval_pending").Answers("approval_expired").Lists("expired"));

    [Fact]
    public void A_call_that_its_upstream_declined_is_sound() =>
        IsSound(Told.Approved().Arrives(Trouble.Declines).Answers(new Answer.Failed()).Lists("approved", "failed"));

    [Fact]
    public void A_call_that_its_upstream_turned_away_is_sound() =>
        IsSound(Told.Approved().Arrives(Trouble.TurnsAway).Answers("upstream_unavailable", approvalId: null).Lists("approved", "failed"));

    [Fact]
    public void A_reviewer_who_came_second_is_sound() =>
        IsSound(Told.Approved().Decides("carol", "deny", 409).Runs().Answers(new Answer.Ran(Told.Key)).Lists("approved", "completed"));

    [Fact]
    public void A_decision_that_counted_although_its_answer_was_lost_is_sound() =>
        IsSound(Told.Asked().Decides("bob", "approve", status: null).Then(new Happening.Killed()).Runs().Answers(new Answer.Ran(Told.Key))
            .Lists("approved", "completed", decisions: new ListedDecision("bob", "approve")));

    [Theory]
    [InlineData(nameof(Trouble.DropsBefore))]
    [InlineData(nameof(Trouble.DropsAfter))]
    [InlineData(nameof(Trouble.Hangs))]
    [InlineData(nameof(Trouble.ServerErrorBefore))]
    [InlineData(nameof(Trouble.ServerErrorAfter))]
    public void An_unknown_outcome_after_its_upstream_broke_is_sound(string trouble) =>
        IsSound(Told.Approved().Arrives(Enum.Parse<Trouble>(trouble)).Answers("outcome_unknown").Lists("approved", "unknown"));

    [Fact]
    public void An_unknown_outcome_after_a_kill_is_sound() =>
        IsSound(Told.Approved().Runs().Then(new Happening.Killed()).Answers("outcome_unknown").Lists("approved", "unknown"));

    [Fact]
    public void An_unknown_outcome_after_its_caller_cancelled_it_is_sound() =>
        IsSound(Told.Approved().Runs().Leaves(cancels: true).Answers("outcome_unknown").Lists("approved", "unknown"));

    [Fact]
    public void A_call_whose_agent_left_for_good_and_that_did_not_run_is_sound() =>
        IsSound(Told.Asked().Leaves().Then(new Happening.Abandoned(Told.Key)).Decides("bob", "approve").Lists("approved"));

    [Fact]
    public void A_call_that_was_never_answered_is_lost() =>
        Has(FaultKind.Lost, "never answered", Told.Approved().Runs().Then(new Happening.GaveUp(Told.Key)).Lists("approved", "completed"));

    [Fact]
    public void A_request_that_is_still_pending_though_decided_is_lost() =>
        Has(FaultKind.Lost, "still pending", Told.Approved().Answers("approval_pending").Lists("pending"));

    [Fact]
    public void A_decision_that_was_acknowledged_and_is_not_there_is_lost() =>
        Has(FaultKind.Lost, "is not listed", Told.Sound().Decides("carol", "approve"));

    [Fact]
    public void A_decision_that_the_gateway_could_not_take_is_lost() =>
        Has(FaultKind.Lost, "answered with 500", Told.Sound().Decides("carol", "approve", 500));

    [Fact]
    public void A_result_without_an_effect_is_lost() =>
        Has(FaultKind.Lost, "there was no effect", Told.Approved().Arrives(Trouble.None).Answers(new Answer.Ran(Told.Key)).Lists("approved", "completed"));

    [Fact]
    public void A_completed_outcome_without_an_effect_is_lost() =>
        Has(FaultKind.Lost, "listed as completed", Told.Asked().Leaves().Then(new Happening.Abandoned(Told.Key)).Decides("bob", "approve").Lists("approved", "completed"));

    [Fact]
    public void The_result_of_another_call_is_lost() =>
        Has(FaultKind.Lost, "the result of agent01-0001", Told.Approved().Runs().Answers(new Answer.Ran("agent01-0001")).Lists("approved", "completed"));

    [Fact]
    public void An_approved_request_that_came_to_no_end_is_lost() =>
        Has(FaultKind.Lost, "never came to an end", Told.Sound().Lists("approved"));

    [Fact]
    public void An_answer_to_something_that_nobody_has_a_record_of_is_lost() =>
        Has(FaultKind.Lost, "is not listed", Told.Asked().Answers("approval_expired"));

    [Fact]
    public void A_refusal_that_nothing_gave_cause_for_is_lost() =>
        Has(FaultKind.Lost, "no cause", Told.Approved().Answers("policy_denied").Lists("approved", "refused"));

    [Fact]
    public void Two_effects_are_doubled() => Has(FaultKind.Doubled, "2 effects", Told.Sound().Then(new Happening.Effect(Told.Key)));

    [Fact]
    public void A_call_that_was_sent_twice_is_doubled_even_if_it_ran_once() =>
        Has(FaultKind.Doubled, "2 times", Told.Sound().Arrives(Trouble.DropsBefore));

    [Fact]
    public void Two_requests_for_one_call_are_doubled() => Has(FaultKind.Doubled, "asked 2 times", Told.Sound().Lists("denied"));

    [Fact]
    public void An_effect_without_a_decision_is_unjustified() =>
        Has(FaultKind.Unjustified, "without a recorded approval", Told.Asked().Runs().Answers(new Answer.Ran(Told.Key)).Lists("pending"));

    [Theory]
    [InlineData("denied")]
    [InlineData("expired")]
    [InlineData("withdrawn")]
    public void An_effect_of_a_request_that_was_not_approved_is_unjustified(string status) =>
        Has(FaultKind.Unjustified, "without a recorded approval", Told.Asked().Decides("bob", "deny").Runs().Answers("approval_pending").Lists(status));

    [Fact]
    public void An_effect_before_the_approval_is_unjustified() =>
        Has(FaultKind.Unjustified, "before anybody approved", Told.Asked().Runs().Decides("bob", "approve").Answers(new Answer.Ran(Told.Key)).Lists("approved", "completed"));

    [Fact]
    public void An_effect_behind_the_back_of_a_caller_that_is_gone_is_unjustified() =>
        Has(FaultKind.Unjustified, "gone for good", Told.Asked().Leaves().Then(new Happening.Abandoned(Told.Key)).AMinuteLater()
            .Decides("bob", "approve").Runs().Lists("approved", "completed"));

    [Theory]
    [InlineData("approval_denied")]
    [InlineData("approval_expired")]
    [InlineData("upstream_unavailable")]
    [InlineData("gateway_unavailable")]
    public void Who_is_told_that_it_did_not_run_when_it_did_is_told_wrong(string code) =>
        Has(FaultKind.Unjustified, "it had run", Told.Approved().Runs().Answers(code).Lists("approved", "completed"));

    [Theory]
    [InlineData("approval_denied", "approved", "completed")]
    [InlineData("approval_denied", "expired", null)]
    [InlineData("approval_expired", "denied", null)]
    public void An_answer_that_contradicts_the_record_is_unjustified(string code, string status, string? outcome) =>
        Has(FaultKind.Unjustified, $"was told {code}", Told.Asked().Answers(code).Lists(status, outcome));

    [Fact]
    public void A_result_of_what_is_not_listed_as_completed_is_unjustified() =>
        Has(FaultKind.Unjustified, "was told Ran", Told.Approved().Runs().Answers(new Answer.Ran(Told.Key)).Lists("approved", "failed"));

    [Fact]
    public void A_decision_that_was_acknowledged_and_did_not_decide_is_unjustified() =>
        Has(FaultKind.Unjustified, "carol's deny was acknowledged", Told.Sound().Decides("carol", "deny"));

    [Fact]
    public void An_unknown_outcome_that_nothing_explains_is_a_fault() =>
        Has(FaultKind.BadlyUnknown, "nothing broke", Told.Approved().Runs().Answers("outcome_unknown").Lists("approved", "unknown"));

    [Fact]
    public void A_kill_before_the_release_explains_no_unknown_outcome() =>
        Has(FaultKind.BadlyUnknown, "nothing broke", Told.Asked().Then(new Happening.Killed()).Decides("bob", "approve").Runs().Answers("outcome_unknown").Lists("approved", "unknown", released: 4));

    [Fact]
    public void A_caller_that_leaves_without_cancelling_explains_no_unknown_outcome() =>
        Has(FaultKind.BadlyUnknown, "nothing broke", Told.Approved().Runs().Leaves(cancels: false).Answers("outcome_unknown").Lists("approved", "unknown"));

    [Fact]
    public void An_unknown_outcome_that_is_told_as_something_else_is_a_fault() =>
        Has(FaultKind.BadlyUnknown, "was told Ran", Told.Approved().Runs(Trouble.DropsAfter).Answers(new Answer.Ran(Told.Key)).Lists("approved", "unknown"));

    [Fact]
    public void An_unknown_outcome_that_is_not_listed_is_a_fault() =>
        Has(FaultKind.BadlyUnknown, "nobody knows", Told.Approved().Runs(Trouble.DropsAfter).Answers("outcome_unknown").Lists("approved", "completed"));

    [Fact]
    public void An_audit_that_is_not_whole_is_a_fault() =>
        Assert.Equal(FaultKind.AuditBroken, Assert.Single(Told.Sound().Check(auditProblem: "Row 7 is missing.")).Kind);

    private static void IsSound(Told told) => Assert.Empty(told.Check());

    private static void Has(FaultKind kind, string words, Told told) =>
        Assert.Contains(told.Check(), fault => fault.Kind == kind && fault.Why.Contains(words, StringComparison.Ordinal));
}
