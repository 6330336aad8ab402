using Approvals.Gateway.Policies.Limits;
using CsCheck;

namespace Approvals.Gateway.Tests.Policies.Limits;

/// <summary>Whatever times, crashes and returns: in no window are more calls sent than its limit says.</summary>
public sealed class LimitLedgerProperties
{
    private const int WindowMs = 10_000;

    private static readonly Gen<Step[]> Stories =
        Gen.Select(Gen.Int[0, 11], Gen.Int[0, 99], Gen.Int[0, 6_000], (move, which, milliseconds) => new Step(move, which, milliseconds)).Array[20, 60];

    [Fact]
    public Task A_small_limit_is_never_overrun() =>
        Gen.Select(Gen.Int[1, 3], Stories).SampleAsync((max, steps) => PlayAsync(max, 1, steps), iter: 40, threads: 2);

    [Fact]
    public Task A_limit_by_leases_is_never_overrun() =>
        Gen.Select(Gen.Int[101, 160], Stories).SampleAsync((max, steps) => PlayAsync(max, 35, steps), iter: 20, threads: 2);

    private static async Task PlayAsync(int max, int atOnce, Step[] steps)
    {
        await using var world = await LedgerWorld.StartAsync(LedgerWorld.Tool("pay", max, WindowMs / 1000));
        var story = new Story(world, max);
        foreach (var step in steps)
        {
            world.Clock.Advance(TimeSpan.FromMilliseconds(step.Milliseconds));
            for (var time = 0; time < atOnce; time++)
            {
                await story.MoveAsync(step.Move, step.Which + (time * 7));
                if (step.Move is 7 or 8 or 11)
                {
                    break;
                }
            }
        }

        await story.EndAsync();
    }

    internal sealed record Step(int Move, int Which, int Milliseconds);

    private sealed class Story(LedgerWorld world, int max)
    {
        private readonly List<Call> _calls = [];

        // What the present process knows of; a crash forgets it.
        private List<Call> _known = [];

        private long Now => world.Clock.GetUtcNow().ToUnixTimeMilliseconds();

        public async Task MoveAsync(int move, int which)
        {
            switch (move)
            {
                case <= 5:
                    await ReserveAsync();
                    break;
                case 6 when Pick(which, call => call.SentAt is null) is { } call:
                    call.SentAt = Now;
                    call.Places.Sent();
                    break;
                case <= 8 when Pick(0, call => call.SentAt is null) is { } call:
                    // The one that has waited longest is sent, but the process dies before anybody notes it.
                    call.SentAt = Now;
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
            }
        }

        public async Task EndAsync()
        {
            var sent = _calls.Select(call => call.SentAt).OfType<long>().Order().ToArray();
            var most = sent.Select((from, at) => sent.Skip(at).TakeWhile(stamp => stamp < from + WindowMs).Count()).DefaultIfEmpty().Max();
            Assert.True(most <= max, $"{most} were sent in one window of {max}");

            // And nothing is lost for good: a window later all of it is there again.
            await CrashAsync();
            world.Clock.Advance(TimeSpan.FromMilliseconds(WindowMs + 20_000));
            for (var call = 0; call < max; call++)
            {
                Assert.IsType<LimitAnswer.Reserved>(await world.ReserveAsync());
            }

            Assert.IsType<LimitAnswer.Full>(await world.ReserveAsync());
        }

        private async Task ReserveAsync()
        {
            if (await world.ReserveAsync() is LimitAnswer.Reserved reserved)
            {
                var call = new Call(reserved.Places);
                _calls.Add(call);
                _known.Add(call);
            }
        }

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

    private sealed class Call(Places places)
    {
        public Places Places => places;

        public long? SentAt { get; set; }
    }
}
