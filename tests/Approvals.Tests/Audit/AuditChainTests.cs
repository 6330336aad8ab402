using System.Security.Cryptography;
using Approvals.Audit;
using CsCheck;

namespace Approvals.Tests.Audit;

/// <summary>What somebody with the database and without the key can do to the audit, and that it is found.</summary>
public sealed class AuditChainTests
{
    private static readonly byte[] Key = SHA256.HashData("this installation"u8);
    private static readonly byte[] OtherKey = SHA256.HashData("another one"u8);

    private static readonly Gen<AuditEntry> Entries = Gen.Select(
        Gen.Long[0, 2_000_000_000_000],
        Gen.Int[0, 2].Select(kind => new[] { "request.opened", "decision.recorded", "" }[kind]),
        Gen.String.AlphaNumeric.Null(),
        Gen.String[Gen.Char[' ', '~'], 0, 12],
        Gen.Bool.Select(detailed => detailed ? """{"rule":"/tools/pay"}""" : "{}"),
        Gen.String.AlphaNumeric.Null(),
        (at, kind, request, actor, detail, seal) => new AuditEntry(0, at, kind, request, actor, detail, seal));

    private static readonly Gen<AuditLink[]> Chains = Entries.Array[1, 30].Select(entries => Chain(Key, entries));

    [Fact]
    public void An_untouched_chain_is_whole_up_to_its_last_row() => Chains.Sample(chain =>
        AuditChain.Verify(Key, chain) == new ChainAnswer.Whole(new AuditHead(chain.Length, chain[^1].Hash)));

    [Fact]
    public void An_audit_without_rows_is_whole() =>
        Assert.Equal(new ChainAnswer.Whole(AuditHead.None), AuditChain.Verify(Key, []));

    [Fact]
    public void A_row_that_was_edited_is_named() =>
        Gen.Select(Chains, Gen.Int[0, 1000], Gen.Int[0, 6]).Sample((chain, at, what) =>
        {
            var index = at % chain.Length;
            chain[index] = Edited(chain[index], what);
            return BrokenAt(AuditChain.Verify(Key, chain)) == index + 1;
        });

    [Fact]
    public void A_row_that_was_deleted_is_named() =>
        Gen.Select(Chains.Where(chain => chain.Length > 1), Gen.Int[0, 1000]).Sample((chain, at) =>
        {
            var index = at % (chain.Length - 1);
            return BrokenAt(AuditChain.Verify(Key, [.. chain[..index], .. chain[(index + 1)..]])) == index + 1;
        });

    [Fact]
    public void A_row_that_was_deleted_and_its_gap_closed_is_named() =>
        Gen.Select(Chains.Where(chain => chain.Length > 1), Gen.Int[0, 1000]).Sample((chain, at) =>
        {
            var index = at % (chain.Length - 1);
            var closed = chain[..index].Concat(chain[(index + 1)..].Select(link => link with { Entry = link.Entry with { Sequence = link.Entry.Sequence - 1 } }));
            return BrokenAt(AuditChain.Verify(Key, closed)) == index + 1;
        });

    [Fact]
    public void Two_rows_that_changed_places_are_named() =>
        Gen.Select(Chains.Where(chain => chain.Length > 1), Gen.Int[0, 1000], Gen.Int[0, 1000], Gen.Bool).Sample((chain, one, other, withHashes) =>
        {
            var (first, second) = (Math.Min(one % chain.Length, other % chain.Length), Math.Max(one % chain.Length, other % chain.Length));
            if (first == second || (chain[first].Entry with { Sequence = 0 }) == (chain[second].Entry with { Sequence = 0 }))
            {
                return true;
            }

            var (a, b) = (chain[first], chain[second]);
            chain[first] = new AuditLink(b.Entry with { Sequence = first + 1 }, withHashes ? b.Hash : a.Hash);
            chain[second] = new AuditLink(a.Entry with { Sequence = second + 1 }, withHashes ? a.Hash : b.Hash);
            return BrokenAt(AuditChain.Verify(Key, chain)) == first + 1;
        });

    [Fact]
    public void A_row_that_was_slipped_in_is_named_even_when_it_is_hashed_as_far_as_one_can_without_the_key() =>
        Gen.Select(Chains, Entries, Gen.Int[0, 1000]).Sample((chain, extra, at) =>
        {
            var index = at % (chain.Length + 1);
            var before = index == 0 ? AuditHead.None : new AuditHead(index, chain[index - 1].Hash);
            var entry = extra with { Sequence = index + 1 };
            var forged = new AuditLink(entry, AuditChain.Hash(OtherKey, before, entry));
            var moved = chain[index..].Select(link => link with { Entry = link.Entry with { Sequence = link.Entry.Sequence + 1 } });
            return BrokenAt(AuditChain.Verify(Key, [.. chain[..index], forged, .. moved])) == index + 1;
        });

    [Fact]
    public void Rows_that_were_cut_off_show_only_against_an_exported_head() =>
        Gen.Select(Chains, Gen.Int[0, 1000]).Sample((chain, at) =>
        {
            var left = at % chain.Length;
            var cut = chain[..left];
            return AuditChain.Verify(Key, cut) is ChainAnswer.Whole
                && BrokenAt(AuditChain.Verify(Key, cut, chain[^1].Hash)) == left + 1;
        });

    [Fact]
    public void A_chain_that_grew_since_its_head_was_exported_is_whole() =>
        Gen.Select(Chains, Gen.Int[0, 1000]).Sample((chain, at) =>
            AuditChain.Verify(Key, chain, chain[at % chain.Length].Hash) is ChainAnswer.Whole
            && AuditChain.Verify(Key, chain, AuditHead.None.Hash) is ChainAnswer.Whole);

    [Fact]
    public void A_chain_that_was_written_anew_without_the_key_is_broken_from_its_first_row() => Chains.Sample(chain =>
        BrokenAt(AuditChain.Verify(Key, Chain(OtherKey, chain.Select(link => link.Entry)))) == 1);

    [Fact]
    public void Order_is_by_sequence_and_not_by_time()
    {
        var entry = new AuditEntry(0, 1_000, "a", null, "gateway", "{}", null);

        Assert.IsType<ChainAnswer.Whole>(AuditChain.Verify(Key, Chain(Key, [entry, entry with { AtMilliseconds = 500 }])));
    }

    [Fact]
    public void Nothing_can_move_from_one_column_to_the_next()
    {
        var entry = new AuditEntry(1, 0, "ab", null, "c", "{}", null);

        Assert.NotEqual(Hash(entry), Hash(entry with { Kind = "a", Actor = "bc" }));
        Assert.NotEqual(Hash(entry), Hash(entry with { RequestId = "" }));
        Assert.NotEqual(Hash(entry with { RequestId = "x" }), Hash(entry with { Seal = "x" }));
    }

    private static string Hash(AuditEntry entry) => AuditChain.Hash(Key, AuditHead.None, entry);

    private static AuditLink[] Chain(byte[] key, IEnumerable<AuditEntry> entries)
    {
        var links = new List<AuditLink>();
        var head = AuditHead.None;
        foreach (var entry in entries)
        {
            var placed = entry with { Sequence = head.Sequence + 1 };
            head = new AuditHead(placed.Sequence, AuditChain.Hash(key, head, placed));
            links.Add(new AuditLink(placed, head.Hash));
        }

        return [.. links];
    }

    private static AuditLink Edited(AuditLink link, int what)
    {
        var entry = link.Entry;
        return what switch
        {
            0 => link with { Entry = entry with { AtMilliseconds = entry.AtMilliseconds + 1 } },
            1 => link with { Entry = entry with { Kind = entry.Kind + "x" } },
            2 => link with { Entry = entry with { RequestId = entry.RequestId is null ? "" : null } },
            3 => link with { Entry = entry with { Actor = entry.Actor + " " } },
            4 => link with { Entry = entry with { DetailJson = entry.DetailJson + " " } },
            5 => link with { Entry = entry with { Seal = entry.Seal is null ? "" : null } },
            _ => link with { Hash = link.Hash.Replace(link.Hash[0], link.Hash[0] == '0' ? '1' : '0') },
        };
    }

    private static long? BrokenAt(ChainAnswer answer) => (answer as ChainAnswer.Broken)?.Sequence;
}
