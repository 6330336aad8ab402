using System.Text.Json;
using System.Text.Json.Serialization;

namespace Approvals.Gateway.Reviews.Api;

/// <summary>JSON that is written as it was read: not a digit of it changes.</summary>
[JsonConverter(typeof(Converter))]
internal readonly record struct JsonRaw(string Text)
{
    internal sealed class Converter : JsonConverter<JsonRaw>
    {
        public override JsonRaw Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            return new JsonRaw(document.RootElement.GetRawText());
        }

        public override void Write(Utf8JsonWriter writer, JsonRaw value, JsonSerializerOptions options) => writer.WriteRawValue(value.Text);
    }
}
