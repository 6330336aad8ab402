using System.Buffers;
using System.Text;
using System.Text.Json;
using Approvals.Policies.Reading;

namespace Approvals.Policies.Cases;

/// <summary>Writes a part of a document as plain JSON: without comments, and with every digit of its numbers.</summary>
internal static class NodeJson
{
    public static string Write(Node node)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            Write(writer, node);
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, Node node)
    {
        switch (node)
        {
            case Node.Text text:
                writer.WriteStringValue(text.Value);
                break;
            case Node.Number number:
                writer.WriteRawValue(number.Digits);
                break;
            case Node.Word word:
                writer.WriteRawValue(word.Value);
                break;
            case Node.List list:
                writer.WriteStartArray();
                foreach (var item in list.Items)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case Node.Table table:
                writer.WriteStartObject();
                foreach (var member in table.Members)
                {
                    writer.WritePropertyName(member.Key);
                    Write(writer, member.Value);
                }

                writer.WriteEndObject();
                break;
        }
    }
}
