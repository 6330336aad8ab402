using System.Collections.Immutable;
using Approvals.Calls;
using Approvals.Policies;

namespace Approvals.Requests;

/// <summary>
/// A keyed hash over everything that a request's record says, stored beside it: somebody who can write the database but has not the
/// installation's key cannot approve, revive or redirect a request. Whoever has both can.
/// </summary>
public static class RequestSeal
{
    private const string Label = "approvals/request/v1";

    /// <summary>64 lower-case hex digits. Its texts are not in it: the fingerprint is, and they are sealed by themselves.</summary>
    /// <param name="key">The installation's key; not empty.</param>
    /// <param name="request">The request as it stands.</param>
    public static string Of(ReadOnlySpan<byte> key, ApprovalRequest request)
    {
        var hash = new KeyedHash(Label).Text(request.Id).Number(request.Version);
        Write(request.Asked, hash);
        hash.Text(request.Ground.Rule).Text(request.Ground.Reason).Text(request.Ground.Policy).Text(request.Ground.PolicyVersion);
        Write(request.Terms, hash);
        hash.Text(request.Status.ToString()).Optional(request.Outcome?.ToString());
        foreach (var at in new[]
        {
            request.CreatedAt, request.ExpiresAt, request.ResolvedAt, request.ClaimableUntil, request.ReleasedAt, request.EndedAt, request.DeliveredAt, request.ErasedAt,
        })
        {
            hash.Number(at?.ToUnixTimeMilliseconds());
        }

        hash.Number(request.Decisions.Count);
        foreach (var decision in request.Decisions)
        {
            hash.Text(decision.Reviewer).Text(decision.Choice.ToString()).Optional(decision.Reason)
                .Number(decision.At.ToUnixTimeMilliseconds()).Text(decision.Via);
            if (decision.Remember)
            {
                hash.Text("remember");
            }

            if (request.Terms.Panels.Length > 1)
            {
                hash.Text("panels").Text(decision.Panels);
            }
        }

        // Only where there is one: records from before people could settle keep their seal.
        if (request.Settlement is { } settled)
        {
            hash.Text("settled").Text(settled.Reviewer).Text(settled.Finding.ToString()).Text(settled.Reason)
                .Number(settled.At.ToUnixTimeMilliseconds()).Text(settled.Via);
        }

        if (request.Withdrawal is { } withdrawn)
        {
            hash.Text("withdrawn").Text(withdrawn.Person).Optional(withdrawn.Reason).Number(withdrawn.At.ToUnixTimeMilliseconds()).Text(withdrawn.Via);
        }

        WriteNarrowing(request, hash);
        WriteReminders(request, hash);
        if (request.Terms.Remember is { } remembered)
        {
            hash.Text("remember").Number(remembered.Ticks);
        }

        if (request.Terms.Risk is { } risk)
        {
            hash.Text("risk").Text(risk);
        }

        return hash.Hex(key);
    }

    private static void WriteReminders(ApprovalRequest request, KeyedHash hash)
    {
        if (request.FirstReminder is { } first)
        {
            hash.Text("reminded").Number(first.ToUnixTimeMilliseconds()).Number(request.LastReminder?.ToUnixTimeMilliseconds());
        }

        if (request.Terms.Escalate is { } names)
        {
            hash.Text("escalate");
            Write(names, hash);
        }
    }

    private static void WriteNarrowing(ApprovalRequest request, KeyedHash hash)
    {
        if ((request.NarrowedFrom ?? request.NarrowedBy ?? request.NarrowedTo) is not null)
        {
            hash.Text("narrowed").Optional(request.NarrowedFrom).Optional(request.NarrowedBy).Optional(request.NarrowedTo);
        }

        foreach (var rule in request.Terms.Narrow ?? [])
        {
            hash.Text("narrow").Text(rule.Path).Text(rule.Direction.ToString());
        }
    }

    // The terms of one panel and nothing else are written as they were when there was nothing else: such records keep their seal.
    private static void Write(Terms terms, KeyedHash hash)
    {
        var first = terms.Panels[0];
        hash.Number(first.Quorum).Number(terms.Expires.Ticks);
        Write(first.Reviewers, hash);
        if (terms.Panels.Length == 1 && terms is { Hold: null, RequireReason: false, AllowSelf: false })
        {
            return;
        }

        hash.Text("terms").Number(terms.Hold?.Ticks).Number(terms.RequireReason ? 1 : 0).Number(terms.AllowSelf ? 1 : 0).Number(terms.Panels.Length);
        foreach (var panel in terms.Panels.Skip(1))
        {
            hash.Number(panel.Quorum);
            Write(panel.Reviewers, hash);
        }
    }

    private static void Write(ImmutableArray<string> reviewers, KeyedHash hash)
    {
        hash.Number(reviewers.Length);
        foreach (var reviewer in reviewers)
        {
            hash.Text(reviewer);
        }
    }

    private static void Write(AskedCall asked, KeyedHash hash) => hash
        .Text(asked.Upstream).Text(asked.UpstreamAddress).Text(asked.Tool)
        .Text(asked.Grant).Text(asked.Owner).Text(asked.Principal)
        .Text(asked.Fingerprint).Text(asked.CallKey)
        .Optional(asked.ClientName).Optional(asked.ClientVersion).Text(asked.Era).Number(asked.Bytes);
}
