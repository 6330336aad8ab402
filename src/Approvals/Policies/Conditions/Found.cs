using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Approvals.Policies.Conditions;

/// <summary>What kind of value is at a path.</summary>
internal enum FoundKind
{
    Missing,

    /// <summary>JSON null, or a way through something that has no such members.</summary>
    Odd,
    Text,
    Number,
    Truth,
    List,
    Table,
}

/// <summary>The value at a path: of the call's own JSON, or a fact around it. Comparing it allocates nothing unless it is written with escapes.</summary>
internal readonly struct Found
{
    private readonly JsonElement json;
    private readonly string? text;
    private readonly int number;

    private Found(FoundKind kind) => Kind = kind;

    public Found(JsonElement json)
        : this(json.ValueKind switch
        {
            JsonValueKind.Undefined => FoundKind.Missing,
            JsonValueKind.String => FoundKind.Text,
            JsonValueKind.Number => FoundKind.Number,
            JsonValueKind.True or JsonValueKind.False => FoundKind.Truth,
            JsonValueKind.Array => FoundKind.List,
            JsonValueKind.Object => FoundKind.Table,
            _ => FoundKind.Odd,
        }) => this.json = json;

    public Found(string? text)
        : this(text is null ? FoundKind.Missing : FoundKind.Text) => this.text = text;

    public Found(int number)
        : this(FoundKind.Number) => this.number = number;

    public static Found Missing => default;

    public static Found Odd => new(FoundKind.Odd);

    public FoundKind Kind { get; }

    /// <summary>The value in the call's own JSON; Undefined for a fact around it.</summary>
    public JsonElement Json => json;

    public JsonElement.ArrayEnumerator Items => json.EnumerateArray();

    public bool IsTrue => json.ValueKind is JsonValueKind.True;

    public bool Is(string other, ReadOnlySpan<byte> utf8) => text is null ? json.ValueEquals(utf8) : text == other;

    public bool Contains(string other, ReadOnlySpan<byte> utf8)
    {
        if (text is not null)
        {
            return text.Contains(other, StringComparison.Ordinal);
        }

        var raw = JsonMarshal.GetRawUtf8Value(json)[1..^1];
        return raw.Contains((byte)'\\') ? json.GetString()!.Contains(other, StringComparison.Ordinal) : raw.IndexOf(utf8) >= 0;
    }

    public bool Matches(Regex pattern)
    {
        if (text is not null)
        {
            return pattern.IsMatch(text);
        }

        var raw = JsonMarshal.GetRawUtf8Value(json)[1..^1];
        if (raw.Contains((byte)'\\'))
        {
            return pattern.IsMatch(json.GetString()!);
        }

        var units = ArrayPool<char>.Shared.Rent(raw.Length);
        try
        {
            return pattern.IsMatch(units.AsSpan(0, Encoding.UTF8.GetChars(raw, units)));
        }
        finally
        {
            // They are somebody's arguments.
            ArrayPool<char>.Shared.Return(units, clearArray: true);
        }
    }

    public int CompareTo(ReadOnlySpan<byte> other)
    {
        if (json.ValueKind is JsonValueKind.Number)
        {
            return ExactNumber.Compare(JsonMarshal.GetRawUtf8Value(json), other);
        }

        Span<byte> digits = stackalloc byte[11];
        _ = number.TryFormat(digits, out var length, provider: CultureInfo.InvariantCulture);
        return ExactNumber.Compare(digits[..length], other);
    }

    /// <summary>What it is, in an explanation: <c>900</c>, <c>"EUR"</c>, <c>missing</c>.</summary>
    public override string ToString() => Kind switch
    {
        FoundKind.Missing => "missing",
        FoundKind.Odd when json.ValueKind is JsonValueKind.Undefined => "inside something that is no object or array",
        FoundKind.Text when text is not null => $"\"{PrintableText.Of(text)}\"",
        FoundKind.Number when json.ValueKind is JsonValueKind.Undefined => number.ToString(CultureInfo.InvariantCulture),
        _ => PrintableText.Of(json.GetRawText()),
    };
}
