using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Approvals.Calls;
using Approvals.Policies.Conditions;
using Approvals.Policies.Reading;

namespace Approvals.Policies.Context;

/// <summary>
/// Arguments with places for those of the call that is asked about. A place is a whole value, <c>"{{args.cluster}}"</c>, and is filled
/// with JSON as it stands there: no text of an agent ever becomes a part of another text.
/// </summary>
public sealed class ArgumentTemplate
{
    internal const string Opens = "{{";
    private const string Begins = "{{args";
    private const string Ends = "}}";

    private readonly Part root;

    private ArgumentTemplate(Part root) => this.root = root;

    /// <summary>The arguments' text, or null when a place cannot be filled.</summary>
    /// <param name="argumentsJson">Those of the call that is asked about, or null when it has none.</param>
    /// <param name="missing">The place that cannot be filled, <c>args.cluster</c>.</param>
    /// <exception cref="ArgumentException">The arguments are not strict JSON.</exception>
    public string? Fill(string? argumentsJson, out string? missing)
    {
        using var arguments = StrictJson.Require(argumentsJson ?? "{}", nameof(argumentsJson));
        var text = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(text);
        missing = root.Write(writer, arguments.RootElement);
        writer.Flush();
        return missing is null ? Encoding.UTF8.GetString(text.WrittenSpan) : null;
    }

    /// <summary>Reads an object of the document; null when it is none, which is reported.</summary>
    internal static ArgumentTemplate? Read(Cursor cursor)
    {
        if (cursor.Node is not Node.Table)
        {
            cursor.MustBe("an object");
            return null;
        }

        return PartOf(cursor) is { } root ? new ArgumentTemplate(root) : null;
    }

    private static Part? PartOf(Cursor cursor) => cursor.Node switch
    {
        Node.Table => MembersOf(cursor),
        Node.List => cursor.Items().Select(PartOf).ToImmutableArray() is var items && items.All(item => item is not null) ? new Part.Items(items!) : null,
        Node.Text { Value: var text } when text.Contains(Opens, StringComparison.Ordinal) => PlaceOf(cursor, text),
        Node.Text { Value: var text } => new Part.Fixed(JsonSerializer.SerializeToElement(text, JsonSerializerOptions.Default).GetRawText()),
        Node.Number { Digits: var digits } => new Part.Fixed(digits),
        Node.Word { Value: var word } => new Part.Fixed(word),
        _ => null,
    };

    private static Part.Members? MembersOf(Cursor cursor)
    {
        var members = ImmutableArray.CreateBuilder<(string, Part)>();
        var isWhole = true;
        foreach (var (member, value) in cursor.Entries())
        {
            if (PartOf(value) is { } part)
            {
                members.Add((member.Key, part));
            }
            else
            {
                isWhole = false;
            }
        }

        return isWhole ? new Part.Members(members.ToImmutable()) : null;
    }

    private static Part.Place? PlaceOf(Cursor cursor, string text)
    {
        if (text.StartsWith(Begins, StringComparison.Ordinal) && text.EndsWith(Ends, StringComparison.Ordinal)
            && text.Length <= Route.MaxLength && text.AsSpan(Opens.Length..^Ends.Length).IndexOfAny('{', '}') < 0 && Route.Parse(text.AsSpan(Begins.Length..^Ends.Length)) is { } route)
        {
            return new Part.Place(text[Opens.Length..^Ends.Length], route);
        }

        cursor.Fail($"{cursor.Name} must be the whole of one place, such as \"{{{{args.cluster}}}}\": a part of a text is not replaced");
        return null;
    }

    private abstract record Part
    {
        /// <summary>Writes itself, or says which place cannot be filled.</summary>
        public abstract string? Write(Utf8JsonWriter writer, JsonElement arguments);

        public sealed record Fixed(string Json) : Part
        {
            public override string? Write(Utf8JsonWriter writer, JsonElement arguments)
            {
                writer.WriteRawValue(Json);
                return null;
            }
        }

        public sealed record Place(string Path, Route Route) : Part
        {
            public override string? Write(Utf8JsonWriter writer, JsonElement arguments)
            {
                var found = Route.Find(arguments).Json;
                if (found.ValueKind is JsonValueKind.Undefined)
                {
                    return Path;
                }

                writer.WriteRawValue(found.GetRawText());
                return null;
            }
        }

        public sealed record Items(ImmutableArray<Part> Parts) : Part
        {
            public override string? Write(Utf8JsonWriter writer, JsonElement arguments)
            {
                writer.WriteStartArray();
                foreach (var part in Parts)
                {
                    if (part.Write(writer, arguments) is { } missing)
                    {
                        return missing;
                    }
                }

                writer.WriteEndArray();
                return null;
            }
        }

        public sealed record Members(ImmutableArray<(string Name, Part Part)> Parts) : Part
        {
            public override string? Write(Utf8JsonWriter writer, JsonElement arguments)
            {
                writer.WriteStartObject();
                foreach (var (name, part) in Parts)
                {
                    writer.WritePropertyName(name);
                    if (part.Write(writer, arguments) is { } missing)
                    {
                        return missing;
                    }
                }

                writer.WriteEndObject();
                return null;
            }
        }
    }
}
