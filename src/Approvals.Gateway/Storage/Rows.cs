namespace Approvals.Gateway.Storage;

/// <summary>One line of the audit. What happened to a request is written in the transaction in which it happened.</summary>
internal sealed class AuditRow
{
    /// <summary>Its place in the chain, from 1 on without a gap.</summary>
    public long Sequence { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>What happened, for example <c>request.opened</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The request that it happened to, or null for a call without one.</summary>
    public string? RequestId { get; init; }

    /// <summary>Who did it: a person's id, a grant's name, or <c>gateway</c>.</summary>
    public required string Actor { get; init; }

    /// <summary>What else an auditor needs, a JSON object's text. Never arguments.</summary>
    public required string DetailJson { get; init; }

    /// <summary>The seal of the request as this change left it.</summary>
    public string? Seal { get; set; }

    /// <summary>Ties it to every row before it.</summary>
    public string Hash { get; init; } = "";
}

/// <summary>Encrypted texts of a request. Without its rows here a request is a record of what happened, and no more.</summary>
internal sealed class ContentRow
{
    public required string RequestId { get; init; }

    public required ContentKind Kind { get; init; }

    public required byte[] Sealed { get; init; }
}

/// <summary>What a row of content holds.</summary>
internal enum ContentKind
{
    /// <summary>Arguments, other params and the tool's definition.</summary>
    Asked,

    /// <summary>The answer of the upstream, or ours in its place.</summary>
    Answer,

    /// <summary>What the upstream was asked for those who decide, and what it said.</summary>
    Context,

    /// <summary>What people asked the agent, and what it answered.</summary>
    Talk,
}

/// <summary>One message that has to reach the bus, written in the transaction of the change that it tells of.</summary>
internal sealed class OutboxRow
{
    public long Sequence { get; init; }

    public required DateTimeOffset At { get; init; }

    public required OutboxKind Kind { get; init; }

    public required string RequestId { get; init; }

    /// <summary>How often the bus took it.</summary>
    public int Attempts { get; set; }

    /// <summary>When it is for the bus, again if need be.</summary>
    public required DateTimeOffset DueAt { get; set; }

    /// <summary>When its consumer had done with it, or null.</summary>
    public DateTimeOffset? DoneAt { get; set; }
}

/// <summary>What a message of the outbox says.</summary>
internal enum OutboxKind
{
    Requested,
    Resolved,
}

/// <summary>What one channel was told of a request, so that a repeated message does not tell people twice, and what they read can be edited later.</summary>
internal sealed class DeliveryRow
{
    public required string RequestId { get; init; }

    /// <summary>Where people were told: <c>log</c>, or a channel and its recipient, for example <c>webhook:audit</c>.</summary>
    public required string Channel { get; init; }

    /// <summary>What they were told.</summary>
    public required OutboxKind Kind { get; init; }

    /// <summary>When somebody took it on.</summary>
    public required DateTimeOffset ClaimedAt { get; set; }

    /// <summary>When it was first made, or null while it was not.</summary>
    public DateTimeOffset? DeliveredAt { get; set; }

    /// <summary>The version of the request that the recipient knows; less than the request's own, and there is news for them.</summary>
    public int ToldVersion { get; set; }

    /// <summary>When it may be tried, again if need be.</summary>
    public DateTimeOffset DueAt { get; set; }

    /// <summary>How often in a row it did not work.</summary>
    public int Attempts { get; set; }

    /// <summary>Why it did not work the last time, in words for an operator, or null.</summary>
    public string? Problem { get; set; }

    /// <summary>What the channel needs to find and edit what it sent; its own words.</summary>
    public string? Handle { get; set; }

    /// <summary>Whether the recipient hears no more of it.</summary>
    public bool IsOver { get; set; }
}

/// <summary>One version of a policy, from the moment that it came into force.</summary>
internal sealed class PolicyVersionRow
{
    public long Sequence { get; init; }

    public required string Name { get; init; }

    /// <summary>The hash of its content.</summary>
    public required string Version { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The whole document.</summary>
    public required string Text { get; init; }
}

/// <summary>A part of a limit that is used up, so that a restart does not give it back.</summary>
internal sealed class LimitRow
{
    public long Sequence { get; init; }

    /// <summary>Whose counter: policy, counter and scope in one key.</summary>
    public required string Counter { get; init; }

    /// <summary>How many calls it stands for: one, or the size of a lease.</summary>
    public required long Count { get; set; }

    public required long ReservedAt { get; init; }

    /// <summary>When the last of them was sent; null while that is not known.</summary>
    public long? SentAt { get; set; }

    /// <summary>A block taken ahead, from which calls are counted without a write each.</summary>
    public required bool IsLease { get; init; }
}
