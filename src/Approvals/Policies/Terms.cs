using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Approvals.Policies.Context;
using Approvals.Policies.Narrowed;

namespace Approvals.Policies;

/// <summary>People of whom some must agree.</summary>
/// <param name="Reviewers">Names of reviewers or of their groups; empty means any reviewer.</param>
/// <param name="Quorum">How many distinct people of them must approve; at least 1.</param>
public sealed record Panel(ImmutableArray<string> Reviewers, int Quorum)
{
    /// <summary>The largest quorum that a policy can ask for.</summary>
    public const int MaxQuorum = 20;

    /// <summary>Equal panels name the same reviewers in the same order.</summary>
    public bool Equals(Panel? other) => other is not null && Quorum == other.Quorum && Reviewers.SequenceEqual(other.Reviewers);

    public override int GetHashCode() =>
        Reviewers.Aggregate(Quorum, (hash, reviewer) => HashCode.Combine(hash, reviewer.GetHashCode(StringComparison.Ordinal)));
}

/// <summary>Who may decide, how many must agree, and for how long the question stands.</summary>
/// <param name="Panels">Each of them must agree by its own quorum; a person counts for every panel they belong to. Never empty.</param>
/// <param name="Expires">How long a decision is waited for.</param>
/// <param name="Hold">How long the call is held at most before it is handed off; null leaves it to the gateway, which may hold it shorter still.</param>
/// <param name="RequireReason">Whether a decision needs a reason.</param>
/// <param name="AllowSelf">Whether the grant's owner may decide, signed in as themselves. A grant's token never may.</param>
/// <param name="Risk">How bad it can be, one of <see cref="RiskWords.Severities"/>; null when the policy does not say.</param>
public sealed record Terms(
    ImmutableArray<Panel> Panels, TimeSpan Expires, TimeSpan? Hold = null, bool RequireReason = false, bool AllowSelf = false, string? Risk = null)
{
    /// <summary>Whether approving it takes more than a click.</summary>
    [JsonIgnore]
    public bool IsHighRisk => RiskWords.IsHigh(Risk);

    /// <summary>The longest that an approval can count for equal calls.</summary>
    public static readonly TimeSpan LongestRemember = TimeSpan.FromHours(1);

    /// <summary>How long people may let an approval count for equal calls, too; null for not at all.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimeSpan? Remember { get; init; }

    /// <summary>Who of the reviewers is told only when the others have left it undecided for half of its time: names or groups; null for nobody.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<string>? Escalate { get; init; }

    /// <summary>Which arguments people may make less of; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<NarrowRule>? Narrow { get; init; }

    /// <summary>What the gateway asks the upstream when the request opens. It is asked once: no request keeps it, and equal terms may differ in it.</summary>
    [JsonIgnore]
    public ImmutableArray<ContextCall> Context { get; init; } = [];

    /// <summary>What holds when a policy gives no terms: any reviewer, one approval, 30 minutes.</summary>
    public static Terms Default { get; } = Of([], 1, TimeSpan.FromMinutes(30));

    /// <summary>The terms of one panel.</summary>
    public static Terms Of(ImmutableArray<string> reviewers, int quorum, TimeSpan expires) => new([new Panel(reviewers, quorum)], expires);

    /// <summary>What meets both: every panel of each, the shorter times, a reason if either wants one, the owner only if both allow it, the worse risk, remembered only if both allow it and for the shorter time, narrowed as both allow it, escalated to whom either names and neither asks at once, the first of what both ask the upstream.</summary>
    public Terms And(Terms other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new Terms(
            [.. Panels.Union(other.Panels)],
            Expires < other.Expires ? Expires : other.Expires,
            Hold is null || other.Hold < Hold ? other.Hold : Hold,
            RequireReason || other.RequireReason,
            AllowSelf && other.AllowSelf,
            RiskWords.Worse(Risk, other.Risk))
        {
            Remember = Remember is { } mine && other.Remember is { } theirs ? (mine < theirs ? mine : theirs) : null,
            Narrow = (Narrow ?? []).Intersect(other.Narrow ?? []).ToImmutableArray() is { IsEmpty: false } narrow ? narrow : null,
            Escalate = Late.Except(other.AskedAtOnce).Union(other.Late.Except(AskedAtOnce)).ToImmutableArray() is { IsEmpty: false } names ? names : null,
            Context = [.. Context.Union(other.Context).Take(ContextCall.Most)],
        };
    }

    private ImmutableArray<string> Late => Escalate ?? [];

    private IEnumerable<string> AskedAtOnce => Panels.SelectMany(panel => panel.Reviewers).Except(Late);

    /// <summary>Equal terms have the same panels in the same order.</summary>
    public bool Equals(Terms? other) =>
        other is not null && Panels.SequenceEqual(other.Panels) && Expires == other.Expires && Hold == other.Hold
        && RequireReason == other.RequireReason && AllowSelf == other.AllowSelf && Risk == other.Risk && Remember == other.Remember
        && (Narrow ?? []).SequenceEqual(other.Narrow ?? []) && (Escalate ?? []).SequenceEqual(other.Escalate ?? []);

    public override int GetHashCode() =>
        Panels.Aggregate(HashCode.Combine(Expires, Hold, RequireReason, AllowSelf, Risk, Remember), (hash, panel) => HashCode.Combine(hash, panel));
}
