namespace Approvals.Chaos.Checking;

/// <summary>One thing that was done or seen in a run. What is done is written down before it is done, what is seen after.</summary>
internal abstract record Happening
{
    private Happening()
    {
    }

    /// <summary>Its place among everything that happened.</summary>
    public long Order { get; init; }

    /// <summary>The machine's clock, which is the gateway's too.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Something about one call.</summary>
    public abstract record OfKey(string Key) : Happening;

    /// <summary>The agent sends the call, for the first time or again.</summary>
    public sealed record Asked(string Key, int Attempt) : OfKey(Key);

    /// <summary>An attempt came to an answer.</summary>
    public sealed record Answered(string Key, Answer Answer) : OfKey(Key);

    /// <summary>An attempt ended without one.</summary>
    /// <param name="Key">The call.</param>
    /// <param name="How">Who ended it.</param>
    /// <param name="CancelsWhatRuns">Whether that, by the protocol's words, stops a call that runs already.</param>
    /// <param name="Why">What the agent saw.</param>
    public sealed record Parted(string Key, Parting How, bool CancelsWhatRuns, string Why) : OfKey(Key);

    /// <summary>The agent left and will not come back.</summary>
    public sealed record Abandoned(string Key) : OfKey(Key);

    /// <summary>The run is over, and the agent, which kept coming back, has no answer.</summary>
    public sealed record GaveUp(string Key) : OfKey(Key);

    /// <summary>A reviewer sends a decision.</summary>
    public sealed record Decides(string Key, string Reviewer, string Choice) : OfKey(Key);

    /// <summary>The HTTP status that a reviewer read, or null if the connection broke.</summary>
    public sealed record DecisionAnswered(string Key, string Reviewer, string Choice, int? Status) : OfKey(Key);

    /// <summary>The upstream got the call, and this is how it will treat it.</summary>
    public sealed record Arrived(string Key, Trouble Trouble) : OfKey(Key);

    /// <summary>The upstream did it.</summary>
    public sealed record Effect(string Key) : OfKey(Key);

    /// <summary>The gateway's process is ended with kill -9.</summary>
    public sealed record Killed : Happening;

    /// <summary>It serves again.</summary>
    public sealed record Started : Happening;
}

/// <summary>Why an attempt ended without an answer.</summary>
internal enum Parting
{
    /// <summary>The gateway, or the way to it, broke.</summary>
    Broke,

    /// <summary>The agent closed its connection.</summary>
    Left,

    /// <summary>The agent's patience was over: it said so where its era has a word for that, and closed its connection.</summary>
    TimedOut,
}

/// <summary>How the upstream treats one call.</summary>
internal enum Trouble
{
    None,

    /// <summary>It answers late.</summary>
    Slow,

    /// <summary>The connection is dropped, and nothing was done.</summary>
    DropsBefore,

    /// <summary>The connection is dropped after the effect.</summary>
    DropsAfter,

    /// <summary>It does it and never answers.</summary>
    Hangs,

    /// <summary>500 or 503, and nothing was done.</summary>
    ServerErrorBefore,

    /// <summary>500 or 503 after the effect.</summary>
    ServerErrorAfter,

    /// <summary>It answers with a JSON-RPC error and does nothing.</summary>
    Declines,

    /// <summary>It answers 429 and does nothing.</summary>
    TurnsAway,
}
