using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Approvals.Calls.Wire;

/// <summary>Says what is wrong with bytes that were refused. Only the refused pay for this second reading.</summary>
internal static class JsonFaultFinder
{
    private const int MaxEchoed = 64;

    public static JsonFault Find(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8))
        {
            return new JsonFault.NotJson("The body is not valid UTF-8. Send one JSON-RPC message in UTF-8.");
        }

        if (utf8.StartsWith("\uFEFF"u8))
        {
            return new JsonFault.NotJson("The body begins with a byte order mark. Send the JSON without it.");
        }

        try
        {
            return FirstUnsafe(utf8) ?? new JsonFault.NotJson("The body is not JSON as RFC 8259 has it.");
        }
        catch (JsonException malformed)
        {
            return new JsonFault.NotJson(string.Create(
                CultureInfo.InvariantCulture,
                $"The body is not one JSON value: line {malformed.LineNumber + 1}, byte {malformed.BytePositionInLine + 1} of it. Comments, trailing commas and trailing bytes are refused."));
        }
    }

    private static JsonFault? FirstUnsafe(ReadOnlySpan<byte> utf8)
    {
        // One level more than is allowed, so that the level too many is seen here and not thrown.
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = StrictJson.MaxDepth + 1 });
        var keys = new Stack<HashSet<string>>();
        JsonFault? fault = null;
        while (reader.Read())
        {
            fault ??= reader.TokenType switch
            {
                JsonTokenType.StartObject or JsonTokenType.StartArray when reader.CurrentDepth >= StrictJson.MaxDepth =>
                    new JsonFault.Unsafe($"The body is nested deeper than {StrictJson.MaxDepth} levels."),
                JsonTokenType.PropertyName or JsonTokenType.String when !Surrogates.AllPaired(reader.ValueSpan) =>
                    new JsonFault.Unsafe("A string holds a lone surrogate (half of a \\u pair). Send whole characters."),
                JsonTokenType.PropertyName when !keys.Peek().Add(reader.GetString()!) =>
                    new JsonFault.Unsafe($"The body has a duplicate property: {Echo(reader.GetString()!)}."),
                _ => null,
            };
            if (fault is not null)
            {
                return fault;
            }

            if (reader.TokenType is JsonTokenType.StartObject)
            {
                keys.Push(new HashSet<string>(StringComparer.Ordinal));
            }
            else if (reader.TokenType is JsonTokenType.EndObject)
            {
                keys.Pop();
            }
        }

        return null;
    }

    private static string Echo(string name)
    {
        var text = new StringBuilder("\"");
        foreach (var unit in name.AsSpan(0, Math.Min(name.Length, MaxEchoed)))
        {
            _ = unit is >= ' ' and <= '~' and not ('"' or '\\')
                ? text.Append(unit)
                : text.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
        }

        text.Append('"');
        return name.Length <= MaxEchoed
            ? text.ToString()
            : text.Append(CultureInfo.InvariantCulture, $" (the first {MaxEchoed} of {name.Length} characters)").ToString();
    }
}
