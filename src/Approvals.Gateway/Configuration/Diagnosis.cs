namespace Approvals.Gateway.Configuration;

/// <summary>What a look at one thing that the gateway needs found. Nothing secret is in it.</summary>
/// <param name="Subject">The thing, for example <c>upstream ecs</c>.</param>
/// <param name="Words">What is so; and where it is not as it should be, what to do next.</param>
internal abstract record Diagnosis(string Subject, string Words)
{
    public sealed record Fine(string Subject, string Words) : Diagnosis(Subject, Words);

    /// <summary>It works, or may work, and somebody should know this.</summary>
    public sealed record Doubtful(string Subject, string Words) : Diagnosis(Subject, Words);

    /// <summary>The gateway would not start, or not do this part of its work.</summary>
    public sealed record Broken(string Subject, string Words) : Diagnosis(Subject, Words);
}
