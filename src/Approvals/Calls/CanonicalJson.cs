using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Approvals.Calls;

/// <summary>
/// One text for all the ways to write the same JSON: keys in order of their UTF-16 code units, strings escaped only where
/// they must be, no white space. Numbers keep their text, since 1 and 1.0 are not the same to every reader.
/// </summary>
public static class CanonicalJson
{
    private static readonly SearchValues<char> Escaped = SearchValues.Create(
        "\"\\" + string.Concat(Enumerable.Range(0, 0x20).Select(unit => (char)unit)));

    /// <summary>Writes the element, which must come from <see cref="StrictJson"/> (no key twice, no lone surrogate).</summary>
    /// <param name="element">What to write; not Undefined.</param>
    /// <param name="to">Where to write the UTF-8 bytes.</param>
    public static void Write(JsonElement element, IBufferWriter<byte> to)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(element, to);
                break;
            case JsonValueKind.Array:
                WriteArray(element, to);
                break;
            case JsonValueKind.String:
                WriteString(element.GetString()!, to);
                break;
            case JsonValueKind.Undefined:
                throw new ArgumentException("There is no value to write.", nameof(element));
            default:
                to.Write(JsonMarshal.GetRawUtf8Value(element));
                break;
        }
    }

    /// <summary>The same as bytes.</summary>
    /// <param name="element">What to write; not Undefined.</param>
    public static byte[] Bytes(JsonElement element)
    {
        var text = new ArrayBufferWriter<byte>();
        Write(element, text);
        return text.WrittenSpan.ToArray();
    }

    internal static void WriteString(string text, IBufferWriter<byte> to)
    {
        to.Write("\""u8);
        var rest = text.AsSpan();
        for (var stop = rest.IndexOfAny(Escaped); stop >= 0; stop = rest.IndexOfAny(Escaped))
        {
            StrictJson.Utf8Text.GetBytes(rest[..stop], to);
            to.Write(Encoding.ASCII.GetBytes(Escape(rest[stop])));
            rest = rest[(stop + 1)..];
        }

        StrictJson.Utf8Text.GetBytes(rest, to);
        to.Write("\""u8);
    }

    private static void WriteObject(JsonElement element, IBufferWriter<byte> to)
    {
        var members = element.EnumerateObject().Select(member => (member.Name, member.Value)).ToArray();
        Array.Sort(members, static (one, other) => string.CompareOrdinal(one.Name, other.Name));
        to.Write("{"u8);
        for (var i = 0; i < members.Length; i++)
        {
            to.Write(i == 0 ? ""u8 : ","u8);
            WriteString(members[i].Name, to);
            to.Write(":"u8);
            Write(members[i].Value, to);
        }

        to.Write("}"u8);
    }

    private static void WriteArray(JsonElement element, IBufferWriter<byte> to)
    {
        to.Write("["u8);
        var first = true;
        foreach (var item in element.EnumerateArray())
        {
            to.Write(first ? ""u8 : ","u8);
            Write(item, to);
            first = false;
        }

        to.Write("]"u8);
    }

    private static string Escape(char unit) =>
        unit is '"' or '\\' ? $"\\{unit}" : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
}
