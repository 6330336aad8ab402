using Approvals.Calls;

namespace Approvals.Audit;

/// <summary>What <see cref="AuditChain.Verify"/> found.</summary>
public abstract record ChainAnswer
{
    private ChainAnswer()
    {
    }

    /// <summary>Every row is as it was written, and in its place.</summary>
    public sealed record Whole(AuditHead Head) : ChainAnswer;

    /// <summary>From row <paramref name="Sequence"/> on nothing is proven; <paramref name="Why"/> is a sentence.</summary>
    public sealed record Broken(long Sequence, string Why) : ChainAnswer;
}

/// <summary>
/// The audit as a chain of keyed hashes. A row that was edited, removed, moved or slipped in by somebody without the installation's
/// key breaks it. Two things it cannot show by itself: rows cut off at the end, and a chain written anew by somebody who has the key.
/// Both show when the head is compared with one that was exported before.
/// </summary>
public static class AuditChain
{
    private const string Label = "approvals/audit/v1";

    /// <summary>The hash of <paramref name="entry"/> as the row after <paramref name="before"/>.</summary>
    /// <param name="key">The installation's key; not empty.</param>
    /// <param name="before">The chain's head before this row.</param>
    /// <param name="entry">What the row says.</param>
    public static string Hash(ReadOnlySpan<byte> key, AuditHead before, AuditEntry entry) => new KeyedHash(Label)
        .Text(before.Hash)
        .Number(entry.Sequence)
        .Number(entry.AtMilliseconds)
        .Text(entry.Kind)
        .Optional(entry.RequestId)
        .Text(entry.Actor)
        .Text(entry.DetailJson)
        .Optional(entry.Seal)
        .Hex(key);

    /// <summary>Walks the chain from its first row.</summary>
    /// <param name="key">The installation's key; not empty.</param>
    /// <param name="rows">Every row, by sequence.</param>
    /// <param name="exportedHead">The hash of a head that was exported earlier and must still be in the chain, or null.</param>
    public static ChainAnswer Verify(ReadOnlySpan<byte> key, IEnumerable<AuditLink> rows, string? exportedHead = null)
    {
        var head = AuditHead.None;
        var seen = exportedHead is null || exportedHead == head.Hash;
        foreach (var (entry, hash) in rows)
        {
            var expected = head.Sequence + 1;
            if (entry.Sequence != expected)
            {
                return entry.Sequence > expected
                    ? new ChainAnswer.Broken(expected, $"Row {expected} is missing: after row {head.Sequence} comes row {entry.Sequence}.")
                    : new ChainAnswer.Broken(entry.Sequence, $"Row {entry.Sequence} is out of order: it comes after row {head.Sequence}.");
            }

            if (Hash(key, head, entry) != hash)
            {
                return new ChainAnswer.Broken(expected, $"Row {expected} is not what was written after row {head.Sequence}.");
            }

            head = new AuditHead(expected, hash);
            seen |= hash == exportedHead;
        }

        return seen
            ? new ChainAnswer.Whole(head)
            : new ChainAnswer.Broken(head.Sequence + 1, $"The exported head is not in the chain, which ends at row {head.Sequence}: rows were cut off, or all was written anew.");
    }
}
