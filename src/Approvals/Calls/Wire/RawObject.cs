using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Approvals.Calls.Wire;

/// <summary>Writes a JSON object out of members whose texts stay byte for byte as they came.</summary>
internal sealed class RawObject
{
    private readonly ArrayBufferWriter<byte> text = new();

    public bool IsEmpty => text.WrittenCount == 0;

    public RawObject Add(JsonProperty member)
    {
        Begin(JsonMarshal.GetRawUtf8PropertyName(member));
        text.Write(JsonMarshal.GetRawUtf8Value(member.Value));
        return this;
    }

    public RawObject Add(ReadOnlySpan<byte> name, ReadOnlySpan<char> json)
    {
        Begin(name);
        StrictJson.Utf8Text.GetBytes(json, text);
        return this;
    }

    public RawObject Add(ReadOnlySpan<byte> name, RawObject value)
    {
        Begin(name);
        text.Write(value.Bytes());
        return this;
    }

    public RawObject AddText(ReadOnlySpan<byte> name, string value)
    {
        Begin(name);
        CanonicalJson.WriteString(value, text);
        return this;
    }

    public byte[] Bytes() => [(byte)'{', .. text.WrittenSpan, (byte)'}'];

    public override string ToString() => StrictJson.Utf8Text.GetString(Bytes());

    private void Begin(ReadOnlySpan<byte> name)
    {
        text.Write(IsEmpty ? "\""u8 : ",\""u8);
        text.Write(name);
        text.Write("\":"u8);
    }
}
