using System.Text;

namespace Approvals.Requests;

/// <summary>Whether what a request says can be read and its record trusted. Only a whole one can be decided or released.</summary>
public enum ContentState
{
    /// <summary>It is as it was written.</summary>
    Whole,

    /// <summary>Somebody had it erased; the record of what happened stays.</summary>
    Erased,

    /// <summary>It is there but cannot be opened, or it is missing.</summary>
    Unreadable,

    /// <summary>The record is not as the gateway left it: somebody changed the database.</summary>
    Altered,
}

/// <summary>The texts of a call that may hold secrets. They are kept apart from the record, so that they can be erased.</summary>
/// <param name="ArgumentsJson">The arguments' text as it came, or null when there were none.</param>
/// <param name="OthersJson">The other members of the call's params, a JSON object's text.</param>
/// <param name="DefinitionJson">The tool's definition as its upstream last listed it.</param>
public sealed record AskedTexts(string? ArgumentsJson, string OthersJson, string DefinitionJson)
{
    /// <summary>What is left when the texts are gone.</summary>
    public static AskedTexts None { get; } = new(null, "{}", "{}");

    /// <summary>Their size in UTF-8.</summary>
    public int CountBytes() =>
        Encoding.UTF8.GetByteCount(ArgumentsJson ?? "") + Encoding.UTF8.GetByteCount(OthersJson) + Encoding.UTF8.GetByteCount(DefinitionJson);
}

/// <summary>What people are told of content that is not whole.</summary>
public static class ContentWords
{
    /// <summary>Why nobody can decide such a request, as a sentence; null if its content is whole.</summary>
    public static string? WhyUndecidable(this ContentState content) => content switch
    {
        ContentState.Whole => null,
        ContentState.Erased => "Its content was erased: nobody can see what they would decide.",
        ContentState.Altered => "Its record was changed in the database, not by the gateway: it can be neither decided nor run.",
        _ => "Its content cannot be read, for instance because the keys that sealed it are gone: it can be neither decided nor run.",
    };
}
