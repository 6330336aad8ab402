using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Approvals.Calls.Wire;

namespace Approvals.Calls;

/// <summary>Reads JSON that every reader reads alike, and refuses the rest.</summary>
public static class StrictJson
{
    /// <summary>How many arrays and objects may be open at once, the outermost included.</summary>
    public const int MaxDepth = 64;

    internal static readonly UTF8Encoding Utf8Text = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly JsonDocumentOptions Options = new()
    {
        AllowDuplicateProperties = false,
        AllowTrailingCommas = false,
        CommentHandling = JsonCommentHandling.Disallow,
        MaxDepth = MaxDepth,
    };

    /// <summary>
    /// Parses one JSON value in valid UTF-8 and nothing else: no byte order mark, comment, trailing comma or trailing bytes;
    /// no key twice in an object (after unescaping), no lone surrogate, at most <see cref="MaxDepth"/> levels.
    /// </summary>
    /// <param name="utf8">The bytes. The document reads from them, so they must stay as they are until it is disposed.</param>
    /// <param name="problem">What is wrong, in printable ASCII, when the answer is null.</param>
    /// <returns>The document, for the caller to dispose, or null.</returns>
    public static JsonDocument? Parse(ReadOnlyMemory<byte> utf8, out string? problem)
    {
        var document = Read(utf8, out var fault);
        problem = fault?.Words;
        return document;
    }

    internal static JsonDocument? Read(ReadOnlyMemory<byte> utf8, out JsonFault? fault)
    {
        var document = TryParse(utf8);
        fault = document is null ? JsonFaultFinder.Find(utf8.Span) : null;
        return document;
    }

    /// <summary>Parses text that this program stored or checked before; anything else is a defect, hence the exception.</summary>
    internal static JsonDocument Require(string json, string what) =>
        Parse(Utf8Text.GetBytes(json), out var problem) ?? throw new ArgumentException($"{what}: {problem}");

    private static JsonDocument? TryParse(ReadOnlyMemory<byte> utf8)
    {
        // JsonDocument turns invalid UTF-8 inside strings into U+FFFD without a word.
        if (!Utf8.IsValid(utf8.Span))
        {
            return null;
        }

        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(utf8, Options);
        }
        catch (Exception refused) when (refused is JsonException or InvalidOperationException)
        {
            // A lone surrogate in a key is an InvalidOperationException; in a value it passes, until it is read.
            return null;
        }

        if (Surrogates.AllPaired(utf8.Span))
        {
            return document;
        }

        document.Dispose();
        return null;
    }
}
