using System.Collections.Immutable;

namespace Approvals.Gateway.Policies.Limits;

/// <summary>
/// Blocks of a large limit that are on disk before they are used, so that most calls write nothing. A crash loses what is left of them.
/// What is on disk may say more than was used, never less. Locked by the book.
/// </summary>
internal sealed class Leases
{
    private readonly List<Lease> _open = [];

    /// <summary>How much can be drawn without a write.</summary>
    public long Left { get; private set; }

    public void Add(long sequence, long count)
    {
        _open.Add(new Lease(sequence) { Left = count });
        Left += count;
    }

    /// <summary>Draws all of it, from the oldest on; default when there is not enough, and then none.</summary>
    public ImmutableArray<Draw> TryDraw(long amount)
    {
        if (amount > Left)
        {
            return default;
        }

        var drawn = ImmutableArray.CreateBuilder<Draw>(1);
        Left -= amount;
        foreach (var lease in _open)
        {
            var part = Math.Min(lease.Left, amount);
            if (part > 0)
            {
                lease.Left -= part;
                lease.UnderWay += part;
                amount -= part;
                drawn.Add(new Draw(lease, part));
            }

            if (amount == 0)
            {
                break;
            }
        }

        return drawn.DrainToImmutable();
    }

    public static void Sent(ImmutableArray<Draw> drawn, long now)
    {
        foreach (var (lease, part) in drawn.IsDefault ? [] : drawn)
        {
            lease.UnderWay -= part;
            lease.LastSent = Math.Max(lease.LastSent, now);
        }
    }

    /// <summary>It can be drawn again, unless its lease was closed meanwhile.</summary>
    public void GiveBack(ImmutableArray<Draw> drawn, bool wasSent)
    {
        foreach (var (lease, part) in drawn.IsDefault ? [] : drawn)
        {
            lease.UnderWay -= wasSent ? 0 : part;
            if (_open.Contains(lease))
            {
                lease.Left += part;
                Left += part;
            }
        }
    }

    /// <summary>Nothing more is drawn from what is there.</summary>
    public void Abandon()
    {
        _open.ForEach(lease => lease.Left = 0);
        Left = 0;
    }

    /// <summary>Takes out the leases of which nothing is left and nothing is under way, and when the last of their calls was sent.</summary>
    public (IReadOnlyList<long> Rows, long LastSent) TakeUsedUp()
    {
        var usedUp = _open.FindAll(lease => lease is { Left: 0, UnderWay: 0 });
        _open.RemoveAll(usedUp.Contains);
        return ([.. usedUp.Select(lease => lease.Sequence)], usedUp.Select(lease => lease.LastSent).DefaultIfEmpty().Max());
    }

    internal readonly record struct Draw(Lease Lease, long Part);

    internal sealed class Lease(long sequence)
    {
        public long Sequence => sequence;

        public long Left { get; set; }

        public long UnderWay { get; set; }

        public long LastSent { get; set; }
    }
}
