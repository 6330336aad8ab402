using Approvals.Gateway.Policies.Limits;
using CsCheck;

namespace Approvals.Gateway.Tests.Policies.Limits;

/// <summary>Whatever times, amounts, crashes and returns: in no window is more sent than its limit says, and all limits count a call or none.</summary>
public sealed class LimitLedgerProperties
{
    private const int WindowMs = 10_000;
    private const int ShortMs = 4_000;

    private static readonly Gen<Step[]> Stories =
        Gen.Select(Gen.Int[0, 12], Gen.Int[0, 99], Gen.Int[0, 6_000], Gen.Int[1, 4], (move, which, milliseconds, amount) => new Step(move, which, milliseconds, amount)).Array[20, 60];

    [Fact]
    public Task A_small_limit_is_never_overrun() =>
        Gen.Select(Gen.Int[1, 3], Gen.Int[4, 9], Stories).SampleAsync((max, sum, steps) => PlayAsync(new Limits(max, sum), 1, steps), iter: 40, threads: 2);

    [Fact]
    public Task A_limit_by_leases_is_never_overrun() =>
        Gen.Select(Gen.Int[101, 160], Gen.Int[200, 300], Stories).SampleAsync((max, sum, steps) => PlayAsync(new Limits(max, sum), 35, steps), iter: 20, threads: 2);

    [Fact]
    public Task A_large_limit_beside_a_small_one_is_never_overrun() =>
        Gen.Select(Gen.Int[3, 20], Gen.Int[101, 120], Stories).SampleAsync((max, sum, steps) => PlayAsync(new Limits(max, sum), 10, steps), iter: 20, threads: 2);

    [Fact]
    public Task Without_a_crash_a_call_goes_exactly_when_all_of_its_limits_have_room() =>
        Gen.Select(Gen.Int[1, 4], Gen.Int[4, 9], Stories).SampleAsync(async (max, sum, steps) =>
        {
            var limits = new Limits(max, sum);
            await using var world = await LedgerWorld.StartAsync(limits.Document);
            var story = new Story(world, limits) { IsExact = true };
            foreach (var step in steps.Where(step => step.Move is not (7 or 8 or 11)))
            {
                world.Clock.Advance(TimeSpan.FromMilliseconds(step.Milliseconds));
                await story.MoveAsync(step.Move, step.Which, step.Amount);
            }
        }, iter: 40, threads: 2);

    private static async Task PlayAsync(Limits limits, int atOnce, Step[] steps)
    {
        await using var world = await LedgerWorld.StartAsync(limits.Document);
        var story = new Story(world, limits);
        foreach (var step in steps)
        {
            world.Clock.Advance(TimeSpan.FromMilliseconds(step.Milliseconds));
            for (var time = 0; time < atOnce; time++)
            {
                await story.MoveAsync(step.Move, step.Which + (time * 7), step.Amount);
                if (step.Move is 7 or 8 or 11 or 12)
                {
                    break;
                }
            }
        }

        await story.EndAsync();
    }

    internal sealed record Step(int Move, int Which, int Milliseconds, int Amount);

    /// <summary>So many calls in a short window, and so much of an argument in a longer one.</summary>
    internal sealed record Limits(int Calls, int Sum)
    {
        public string Document => $$"""
            "pay":{"limits":[{"counter":"calls","window":{{ShortMs / 1000}},"max":{{Calls}} },{"counter":"sum","window":{{WindowMs / 1000}},"max":{{Sum}},"amount":"args.n"}]}
            """;
    }

    private sealed class Story(LedgerWorld world, Limits limits)
    {
        private static readonly Payer Alice = new(LedgerWorld.Alice, "bank", null);

        private readonly List<Call> _calls = [];

        // What the present process knows of; a crash forgets it.
        private List<Call> _known = [];

        /// <summary>Whether the ledger knows as much as this story does.</summary>
        public bool IsExact { get; init; }

        public async Task MoveAsync(int move, int which, int amount)
        {
            switch (move)
            {
                case <= 5:
                    await ReserveAsync(amount);
                    break;
                case 6 when Pick(which, call => call.SentAt is null) is { } call:
                    call.SentAt = world.Now;
                    call.Places.Sent();
                    break;
                case <= 8 when Pick(0, call => call.SentAt is null) is { } call:
                    // The one that has waited longest is sent, but the process dies before anybody notes it.
                    call.SentAt = world.Now;
                    await CrashAsync();
                    break;
                case <= 10 when Pick(which, _ => true) is { } call:
                    // Perhaps thought to be sent: proven that it never arrived.
                    _calls.Remove(call);
                    _known.Remove(call);
                    call.Places.GiveBack();
                    break;
                case 11:
                    await CrashAsync();
                    break;
                case 12:
                    await world.Ledger.SweepAsync();
                    break;
            }
        }

        public async Task EndAsync()
        {
            Assert.InRange(MostSent(ShortMs, _ => 1), 0, limits.Calls);
            Assert.InRange(MostSent(WindowMs, call => call.Amount), 0, limits.Sum);

            // And nothing is lost for good: a window later all of it is there again.
            await CrashAsync();
            world.Clock.Advance(TimeSpan.FromMilliseconds(WindowMs + 20_000));
            for (var call = 0; call < limits.Calls; call++)
            {
                Assert.IsType<LimitAnswer.Reserved>(await TryAsync(1));
            }

            Assert.IsType<LimitAnswer.Full>(await TryAsync(1));
        }

        private long MostSent(int windowMs, Func<Call, long> amountOf)
        {
            var sent = _calls.Where(call => call.SentAt is not null).OrderBy(call => call.SentAt).ToArray();
            return sent.Select((first, at) => sent.Skip(at).TakeWhile(call => call.SentAt < first.SentAt + windowMs).Sum(amountOf)).DefaultIfEmpty().Max();
        }

        private async Task ReserveAsync(int amount)
        {
            var hasRoom = Taken(ShortMs, _ => 1) + 1 <= limits.Calls && Taken(WindowMs, call => call.Amount) + amount <= limits.Sum;
            var answer = await TryAsync(amount);
            if (IsExact)
            {
                Assert.Equal(hasRoom, answer is LimitAnswer.Reserved);
            }

            if (answer is LimitAnswer.Reserved reserved)
            {
                var call = new Call(reserved.Places, amount);
                _calls.Add(call);
                _known.Add(call);
            }
        }

        private ValueTask<LimitAnswer> TryAsync(int amount) => world.ReserveAsync(Alice, "pay", $$"""{"n":{{amount}}}""");

        private long Taken(int windowMs, Func<Call, long> amountOf) =>
            _calls.Where(call => call.SentAt is not { } sentAt || sentAt + windowMs > world.Now).Sum(amountOf);

        private async Task CrashAsync()
        {
            _known = [];
            await world.LoseAsync();
        }

        private Call? Pick(int which, Func<Call, bool> wanted)
        {
            var some = _known.Where(wanted).ToList();
            return some.Count == 0 ? null : some[which % some.Count];
        }
    }

    private sealed class Call(Places places, int amount)
    {
        public Places Places => places;

        public int Amount => amount;

        public long? SentAt { get; set; }
    }
}
