using Approvals.Policies;
using Approvals.Requests;
using CsCheck;

namespace Approvals.Tests.Requests;

/// <summary>Whatever happens in whatever order: a status is final, the latch closes once, and not without the people.</summary>
public sealed class ApprovalRequestProperties
{
    private static readonly string[] Crowd = ["alice", "bob", "carol", "dave", "erin"];

    private static readonly Gen<Step[]> Stories =
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 4], Gen.Int[0, 3], Gen.Double[-1, 12], (move, who, how, minutes) => new Step(move, who, how, minutes)).Array[0, 40];

    [Fact]
    public void No_order_of_moves_breaks_a_promise() =>
        Gen.Select(Gen.Int[1, 3], Gen.Int[0, 3], Stories).Sample((quorum, reviewers, steps) => new World(quorum, reviewers).Play(steps), iter: 30_000);

    internal sealed record Step(int Move, int Who, int How, double Minutes);

    /// <summary>The people change while the request lives; clocks sometimes run backwards.</summary>
    private sealed class World(int quorum, int reviewers)
    {
        private readonly Dictionary<string, Reviewer> _people = Crowd.ToDictionary(id => id, id => Asked.Person(id, Role.Reviewer, "sre"));
        // Who approved, and whether they were in the group when they did.
        private readonly Dictionary<string, bool> _approvals = [];
        private readonly ApprovalRequest _request = Asked.Request(TermsOf(quorum, reviewers));
        private double _minute;
        private int _releases;

        public void Play(Step[] steps)
        {
            foreach (var step in steps)
            {
                _minute += step.Minutes;
                var (status, outcome, released) = (_request.Status, _request.Outcome, _request.ReleasedAt);
                Move(step, Asked.At(_minute));
                Assert.True(status == RequestStatus.Pending || _request.Status == status);
                Assert.True(outcome is null || _request.Outcome == outcome);
                Assert.True(released is null || _request.ReleasedAt == released);
                Assert.True(_releases <= 1);
                Assert.Equal(_request.Decisions.Count, _request.Decisions.DistinctBy(decision => decision.Reviewer).Count());
                Assert.DoesNotContain(_request.Decisions, decision => decision.Reviewer == "alice");
            }
        }

        private void Move(Step step, DateTimeOffset now)
        {
            var who = Crowd[step.Who];
            switch (step.Move)
            {
                case <= 2:
                    Decide(_people[who], step.How, now);
                    break;
                case 3:
                    _people[who] = Changed(_people[who], step.How);
                    break;
                case 4:
                    _request.Expire(now, Asked.Claim);
                    break;
                case 5 when step.How == 0:
                    _request.Withdraw(now, Asked.Claim);
                    break;
                case 5 when step.How == 1:
                    Withdraw(_people[who], now);
                    break;
                case 6:
                    _request.Lapse(now);
                    break;
                case 7 when step.How == 0:
                    _request.Refuse(Asked.Answer, now);
                    break;
                case 8:
                    _request.Complete(step.How == 0 ? Outcome.Unknown : Outcome.Completed, Asked.Answer, now);
                    break;
                default:
                    Release(now);
                    break;
            }
        }

        private void Withdraw(Reviewer who, DateTimeOffset now)
        {
            var (wasPending, wasReleased) = (_request.Status == RequestStatus.Pending, _request.ReleasedAt is not null);
            if (_request.Withdraw(who, "Not now.", "web", now, Asked.Claim) is not WithdrawalAnswer.Recorded)
            {
                return;
            }

            // Only its owner before the decision; then also whoever could have denied it; never behind the latch.
            Assert.True(who.Email == "alice@example.com" || (!wasPending && Mayst(who)));
            Assert.False(wasReleased);
            Assert.Equal(wasPending ? RequestStatus.Withdrawn : RequestStatus.Approved, _request.Status);
            Assert.IsNotType<ReleaseAnswer.Released>(_request.Releases(now, people: id => _people.GetValueOrDefault(id)));
        }

        private void Decide(Reviewer who, int how, DateTimeOffset now)
        {
            var wasPending = _request.Status == RequestStatus.Pending;
            var answer = _request.Decides(who, how == 0 ? Choice.Deny : Choice.Approve, now, print: how == 1 ? "other" : Asked.Print);
            if (answer is not DecisionAnswer.Recorded)
            {
                return;
            }

            Assert.True(wasPending && now < _request.ExpiresAt && how != 1);
            if (how == 0)
            {
                Assert.Equal(RequestStatus.Denied, _request.Status);
                return;
            }

            _approvals.Add(who.Id, who.Groups.Contains("sre"));
            Assert.Equal(IsEnough(_approvals), _request.Status == RequestStatus.Approved);
        }

        private void Release(DateTimeOffset now)
        {
            if (_request.Releases(now, people: id => _people.GetValueOrDefault(id)) is not ReleaseAnswer.Released)
            {
                return;
            }

            _releases++;
            var mayDecide = _approvals.Keys.Where(id => Mayst(_people[id])).ToDictionary(id => id, id => _people[id].Groups.Contains("sre"));
            Assert.True(IsEnough(mayDecide));
            Assert.True(_request.Status == RequestStatus.Approved && now < _request.ClaimableUntil);
        }

        // Said again in the test's own words.
        private bool Mayst(Reviewer person) =>
            person.Roles.Contains(Role.Reviewer) && person.Email != "alice@example.com"
            && (reviewers == 0 || (reviewers is 1 or 3 && person.Groups.Contains("sre")) || (reviewers is 2 or 3 && person.Id is "bob" or "carol" or "dave"));

        // Of two panels one wants the group's quorum, the other one of three by name.
        private bool IsEnough(Dictionary<string, bool> approving) => reviewers == 3
            ? approving.Values.Count(inGroup => inGroup) >= quorum && approving.Keys.Any(id => id is "bob" or "carol" or "dave")
            : approving.Count >= quorum;

        private static Terms TermsOf(int quorum, int reviewers) => reviewers switch
        {
            0 => Asked.Of(quorum),
            1 => Asked.Of(quorum, "sre"),
            2 => Asked.Of(quorum, "bob", "carol", "dave"),
            _ => new Terms([new Panel(["sre"], quorum), new Panel(["bob", "carol", "dave"], 1)], TimeSpan.FromMinutes(30)),
        };

        private static Reviewer Changed(Reviewer person, int how) => how switch
        {
            0 => person with { Roles = [Role.Viewer] },
            1 => person with { Groups = [] },
            2 => person.Id == "alice" ? person : person with { Email = "alice@example.com" },
            _ => Asked.Person(person.Id, Role.Reviewer, "sre"),
        };
    }
}
