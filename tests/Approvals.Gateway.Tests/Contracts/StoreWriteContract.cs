using Approvals.Gateway.Storage;
using Approvals.Policies;
using Approvals.Requests;

namespace Approvals.Gateway.Tests.Contracts;

/// <summary>What every store keeps, and what of it is written together.</summary>
public abstract class StoreWriteContract : StoreContract
{
    [Fact]
    public async Task A_request_comes_back_as_it_was_opened()
    {
        var opened = Asked.Request("a", quorum: 2);
        Assert.True(await Store.OpenAsync(opened));

        var found = (await Store.FindAsync("a", Go))!;

        Assert.Equal(opened.Asked, found.Asked);
        Assert.Equal(opened.Ground, found.Ground);
        Assert.Equal(opened.Terms, found.Terms);
        Assert.Equal((RequestStatus.Pending, Asked.Opened, Asked.At(30)), (found.Status, found.CreatedAt, found.ExpiresAt));
        Assert.Equal(
            (null, null, null, null, null, null, null),
            (found.Outcome, found.ResolvedAt, found.ClaimableUntil, found.ReleasedAt, found.EndedAt, found.DeliveredAt, found.AnswerJson));
        Assert.Empty(found.Decisions);
    }

    [Fact]
    public async Task Terms_and_whom_a_voice_spoke_for_come_back()
    {
        var terms = new Terms([new Panel(["sre"], 2), new Panel([], 1)], TimeSpan.FromMinutes(30), TimeSpan.FromSeconds(20), RequireReason: true, AllowSelf: true);
        var asked = Asked.Request("a");
        await Store.OpenAsync(ApprovalRequest.Open("a", asked.Asked, asked.Ground, terms, Asked.Opened));
        await Store.MoveAsync("a", request => request.Decide(Asked.Bob, Choice.Approve, "ok", Asked.Print, "web", Asked.At(1), Asked.Claim));

        var found = (await Store.FindAsync("a", Go))!;

        Assert.Equal(terms, found.Terms);
        Assert.Equal("0 1", Assert.Single(found.Decisions).Panels);
        Assert.Equal(ContentState.Whole, found.Content);
    }

    [Fact]
    public async Task A_whole_life_comes_back_with_its_decisions_in_order()
    {
        await Store.OpenAsync(Asked.Request("a", quorum: 3));
        foreach (var (person, minute) in new[] { ("carol", 1.0), ("bob", 2.0), ("aaron", 3.0) })
        {
            await Store.MoveAsync("a", request => request.Decide(Asked.Person(person), Choice.Approve, $"{person}: ok", Asked.Print, "web", Asked.At(minute), Asked.Claim));
        }

        await Store.MoveAsync("a", request => request.Release(request.Terms, Asked.Person, Asked.At(4)));
        await Store.MoveAsync("a", request => request.Complete(Outcome.Failed, """{"error":{}}""", Asked.At(5)));
        await Store.MoveAsync("a", request => request.Deliver(Asked.At(6)));

        var found = (await Store.FindAsync("a", Go))!;
        Assert.Equal((RequestStatus.Approved, Outcome.Failed), (found.Status, found.Outcome));
        Assert.Equal("aaron", found.Deciding!.Reviewer);
        Assert.Equal(
            [("carol", "carol: ok", Asked.At(1)), ("bob", "bob: ok", Asked.At(2)), ("aaron", "aaron: ok", Asked.At(3))],
            found.Decisions.Select(decision => (decision.Reviewer, decision.Reason!, decision.At)));
        Assert.All(found.Decisions, decision => Assert.Equal((Choice.Approve, "web"), (decision.Choice, decision.Via)));
        Assert.Equal((Asked.At(3), Asked.At(18), Asked.At(4), Asked.At(5), Asked.At(6)), (found.ResolvedAt!.Value, found.ClaimableUntil!.Value, found.ReleasedAt!.Value, found.EndedAt!.Value, found.DeliveredAt!.Value));
        Assert.Equal("""{"error":{}}""", found.AnswerJson);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public async Task Who_decided_is_who_came_last_even_if_the_clock_says_otherwise(double minutes)
    {
        await Store.OpenAsync(Asked.Request("a", quorum: 2));
        await Store.MoveAsync("a", request => request.Decide(Asked.Carol, Choice.Approve, null, Asked.Print, "web", Asked.At(6), Asked.Claim));
        await Store.MoveAsync("a", request =>
        {
            request.Decide(Asked.Bob, Choice.Deny, null, Asked.Print, "web", Asked.At(6 + minutes), Asked.Claim);
            Assert.Equal("bob", request.Deciding!.Reviewer);
            return true;
        });

        Assert.Equal(["carol", "bob"], (await Store.FindAsync("a", Go))!.Decisions.Select(decision => decision.Reviewer));
        Assert.Equal(Choice.Deny, (await Store.FindAsync("a", Go))!.Deciding!.Choice);
        Assert.Equal("bob", Assert.Single(await Store.ListAsync(null, null, 10, Go)).Deciding!.Reviewer);
    }

    [Fact]
    public async Task Times_keep_their_milliseconds_wherever_they_were_told()
    {
        var kolkata = new DateTimeOffset(2026, 12, 31, 23, 59, 59, 999, TimeSpan.FromHours(5.5));
        var request = Asked.Request("a");
        await Store.OpenAsync(request);
        await Store.MoveAsync("a", found => found.Expire(kolkata, Asked.Claim));

        var found = (await Store.FindAsync("a", Go))!;

        Assert.Equal(kolkata.UtcDateTime, found.ResolvedAt!.Value.UtcDateTime);
        Assert.Equal(TimeSpan.Zero, found.ResolvedAt.Value.Offset);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    [InlineData("""{ "n":1e400,"z":-0,"pi":3.14159265358979323846264338327950288 }""")]
    [InlineData("{\"text\":\"é \\u00e9 😀 \u0001\u200b\",\t\"a\" : [ ]\r\n}")]
    [InlineData("{\"quote\":\"'; DROP TABLE Requests; --\"}")]
    public async Task Arguments_come_back_byte_for_byte(string? arguments)
    {
        await Store.OpenAsync(Asked.Request("a", arguments: arguments));

        Assert.Equal(arguments, (await Store.FindAsync("a", Go))!.Asked.ArgumentsJson, StringComparer.Ordinal);
    }

    [Fact]
    public async Task Large_arguments_come_back_whole()
    {
        var arguments = $$"""{"text":"{{new string('é', 2 << 20)}}"}""";
        await Store.OpenAsync(Asked.Request("a", arguments: arguments));

        Assert.Equal(arguments, (await Store.FindAsync("a", Go))!.Asked.ArgumentsJson, StringComparer.Ordinal);
    }

    [Fact]
    public async Task What_is_not_there_is_null()
    {
        Assert.Null(await Store.FindAsync("a", Go));
        Assert.Null(await Store.MoveAsync("a", _ => throw new InvalidOperationException("There is nothing to move.")));
    }

    [Fact]
    public async Task A_move_its_audit_row_and_its_message_are_written_together()
    {
        await Store.OpenAsync(Asked.Request("a"));
        await Store.ApproveAsync("a");

        Assert.Equal(2, await CountAsync(database => database.Audit.Where(row => row.RequestId == "a")));
        Assert.Equal(1, await CountAsync(database => database.Outbox.Where(row => row.Kind == OutboxKind.Requested && row.DoneAt == null)));
        Assert.Equal(1, await CountAsync(database => database.Outbox.Where(row => row.Kind == OutboxKind.Resolved)));
    }

    [Fact]
    public async Task A_move_that_breaks_leaves_nothing()
    {
        await Store.OpenAsync(Asked.Request("a"));

        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => Store.MoveAsync("a", request =>
        {
            request.Withdraw(Asked.At(1), Asked.Claim);
            throw new InvalidTimeZoneException();
        }));

        await AssertOnlyOpenedAsync();
    }

    [Fact]
    public async Task An_answer_without_an_audit_row_leaves_nothing()
    {
        await Store.OpenAsync(Asked.Request("a"));

        var answer = await Store.ChangeAsync<object>("a", request => new Change<object>(request.Withdraw(Asked.At(1), Asked.Claim), null, OutboxKind.Resolved));

        Assert.Equal(true, answer);
        await AssertOnlyOpenedAsync();
    }

    [Fact]
    public async Task Of_a_thousand_people_who_decide_at_once_one_resolves_and_the_others_learn_who()
    {
        await Store.OpenAsync(Asked.Request("a"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(number => Task.Run(() => Store.ChangeAsync<DecisionAnswer>("a", request =>
        {
            var answer = request.Decide(Asked.Person(number), number % 2 == 0 ? Choice.Approve : Choice.Deny, null, Asked.Print, "api", Asked.At(1), Asked.Claim);
            return new Change<DecisionAnswer>(answer, answer is DecisionAnswer.Recorded ? Asked.Audit("a", "decision.recorded") : null, OutboxKind.Resolved);
        }))));

        var found = (await Store.FindAsync("a", Go))!;
        var winner = Assert.Single(found.Decisions);
        Assert.Equal(winner.Choice == Choice.Approve ? RequestStatus.Approved : RequestStatus.Denied, found.Status);
        Assert.Single(answers, answer => answer is DecisionAnswer.Recorded);
        Assert.Equal(999, answers.Count(answer => answer is DecisionAnswer.AlreadyResolved { Deciding: { } first } && first == winner));
        Assert.Equal(1, await CountAsync(database => database.Audit.Where(row => row.Kind == "decision.recorded")));
        Assert.Equal(1, await CountAsync(database => database.Outbox.Where(row => row.Kind == OutboxKind.Resolved)));
    }

    [Fact]
    public async Task Of_many_releases_at_once_one_closes_the_latch()
    {
        await Store.OpenAsync(Asked.Request("a"));
        await Store.ApproveAsync("a");

        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() =>
            Store.MoveAsync("a", request => request.Release(request.Terms, Asked.Person, Asked.At(2))))));

        Assert.Single(answers, answer => answer is ReleaseAnswer.Released);
        Assert.Equal(63, answers.Count(answer => answer is ReleaseAnswer.NotReleasable));
        Assert.Equal(Asked.At(2), (await Store.FindAsync("a", Go))!.ReleasedAt);
    }

    [Fact]
    public async Task Of_a_release_and_a_withdrawal_at_once_one_wins()
    {
        var owner = new Reviewer("alice", "alice@example.com", [], []);
        for (var round = 0; round < 50; round++)
        {
            var id = $"{round}";
            await Store.OpenAsync(Asked.Request(id, owner: owner.Email!));
            await Store.ApproveAsync(id);

            var release = Task.Run(() => Store.MoveAsync(id, request => request.Release(request.Terms, Asked.Person, Asked.At(2))));
            var withdrawal = Task.Run(() => Store.MoveAsync(id, request => request.Withdraw(owner, null, "web", Asked.At(2), Asked.Claim)));

            Assert.Equal(await release is ReleaseAnswer.Released, await withdrawal is WithdrawalAnswer.TooLate { ReleasedAt: not null });
            var found = (await Store.FindAsync(id, Go))!;
            Assert.NotEqual(found.ReleasedAt is null, found.Withdrawal is null);
        }
    }

    private async Task AssertOnlyOpenedAsync()
    {
        var found = (await Store.FindAsync("a", Go))!;
        Assert.Equal((RequestStatus.Pending, null), (found.Status, found.ResolvedAt));
        Assert.Equal(1, await CountAsync(database => database.Audit));
        Assert.Equal(1, await CountAsync(database => database.Outbox));
    }
}
