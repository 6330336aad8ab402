using System.Text.Json.Serialization;

namespace Approvals.Policies.Narrowed;

/// <summary>An argument that reviewers may make less of before they let a call through, and which way that is.</summary>
/// <param name="Path">Where it is, for example <c>args.amount</c>.</param>
/// <param name="Direction">What is less.</param>
public sealed record NarrowRule(string Path, NarrowDirection Direction)
{
    /// <summary>The most that one question has.</summary>
    public const int Most = 10;
}

/// <summary>Which way an argument may be changed.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<NarrowDirection>))]
public enum NarrowDirection
{
    /// <summary>A smaller number, which never crosses zero.</summary>
    Lower,

    /// <summary>A larger number, which never crosses zero.</summary>
    Higher,

    /// <summary>Some of a list's items, in their order, and at least one.</summary>
    Fewer,
}
