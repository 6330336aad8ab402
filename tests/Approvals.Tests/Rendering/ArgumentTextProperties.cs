using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Approvals.Rendering;
using CsCheck;

namespace Approvals.Tests.Rendering;

/// <summary>For any arguments: what is shown is inert, what is not is counted, and only what is whole says so.</summary>
public sealed class ArgumentTextProperties
{
    private static readonly string[] Samples =
        ["<!channel>", "```", "\u202Egnp.exe", "\u200B\u2066x\u2069", "\n\n\n\n\n", "  padded  ", "\"quoted\\\"", "a.b[0]", "\u001b[2K", "\U000E0041", "✅ Approved", "</pre><script>", ": \"x\"\nrisk: low", ""];

    private static readonly Gen<string> Hostile = Gen.OneOf(
        Gen.String[0, 40],
        Gen.Int[0, Samples.Length - 1].Select(at => Samples[at]),
        Gen.Char['a', 'z'].Array[300, 3_000].Select(letters => new string(letters)));

    private static readonly Gen<JsonNode?> Value = Gen.Recursive<JsonNode?>((depth, self) => depth > 3
        ? Hostile.Select(text => (JsonNode?)Sound(text))
        : Gen.Frequency(
            (4, Hostile.Select(text => (JsonNode?)Sound(text))),
            (2, Gen.Int.Select(number => (JsonNode?)number)),
            (1, Gen.Bool.Select(truth => truth ? (JsonNode?)null : false)),
            (2, self.Array[0, 6].Select(items => (JsonNode?)new JsonArray([.. items.Select(item => item?.DeepClone())]))),
            (3, Gen.Select(Hostile, self).Array[0, 12].Select(members => (JsonNode?)Object(members)))));

    private static readonly Gen<TextRoom> Room = Gen.Select(Gen.Int[1, 40], Gen.Int[200, 900], Gen.Int[400, 4_000], (lines, line, all) => new TextRoom(lines, line, all));

    [Fact]
    public void Every_value_is_shown_or_counted_and_the_room_is_kept() => Gen.Select(Value, Room).Sample(
        (value, room) =>
        {
            var json = value?.ToJsonString() ?? "null";

            var shown = ArgumentText.Of(json, room);

            Assert.Equal(Leaves(JsonDocument.Parse(json).RootElement), shown.Lines.Count + shown.Hidden);
            Assert.True(shown.Hidden >= 0);
            Assert.True(shown.Lines.Count <= room.Lines);
            Assert.All(shown.Lines, line => Assert.True(line.Length <= room.LineLength, $"{line.Length} of {room.LineLength}"));
            Assert.True(shown.Lines.Sum(line => line.Length + 1) <= room.Length, $"{shown.Lines.Sum(line => line.Length + 1)} of {room.Length}");
        },
        iter: 2_000);

    [Fact]
    public void What_is_shown_is_inert_everywhere() => Gen.Select(Value, Room).Sample(
        (value, room) =>
        {
            foreach (var line in ArgumentText.Of(value?.ToJsonString() ?? "null", room).Lines)
            {
                Assert.All(line.EnumerateRunes(), rune => Assert.False(
                    System.Text.Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse,
                    $"U+{rune.Value:X}"));
                Assert.DoesNotContain('<', HtmlEncoder.Default.Encode(line));
                Assert.DoesNotContain("\"\n", line, StringComparison.Ordinal);
            }
        },
        iter: 2_000);

    [Fact]
    public void Only_what_is_all_there_is_whole() => Gen.Select(Value, Room).Sample(
        (value, room) =>
        {
            var json = value?.ToJsonString() ?? "null";
            var shown = ArgumentText.Of(json, room);
            var all = ArgumentText.Of(json, new TextRoom(int.MaxValue, 1_000_000, 100_000_000));

            Assert.True(all.IsWhole);
            Assert.Equal(shown.IsWhole, shown.Lines.SequenceEqual(all.Lines));
            Assert.Equal(shown.Cut, shown.Lines.Zip(all.Lines).Count(pair => pair.First != pair.Second));
        },
        iter: 2_000);

    [Fact]
    public void H26_a_late_value_is_not_crowded_out_by_a_long_early_one()
    {
        var json = new JsonObject { ["note"] = new string('x', 60_000), ["target"] = "production" }.ToJsonString();

        var shown = ArgumentText.Of(json, new TextRoom(12, 400, 1_500));

        Assert.Equal("target: \"production\"", shown.Lines[1]);
        Assert.Contains(" of 60000 characters not shown ", shown.Lines[0], StringComparison.Ordinal);
        Assert.EndsWith("xxx\"", shown.Lines[0], StringComparison.Ordinal);
        Assert.False(shown.IsWhole);
    }

    [Fact]
    public void H27_of_five_hundred_keys_those_that_are_not_shown_are_counted()
    {
        var json = new JsonObject(Enumerable.Range(0, 500).Select(at => KeyValuePair.Create($"key{at}", (JsonNode?)at))).ToJsonString();

        var shown = ArgumentText.Of(json, new TextRoom(12, 400, 1_500));

        Assert.Equal((12, 488, 500), (shown.Lines.Count, shown.Hidden, shown.Fields));
        Assert.False(shown.IsWhole);
    }

    [Theory]
    [InlineData("""{"amount":1.0,"note":"a\"b\\c"}""", "amount: 1.0", """note: "a\"b\\c" """)]
    [InlineData("""{"to":[{"first name":"Ann"},[]],"x":{}}""", """to[0]["first name"]: "Ann" """, "to[1]: []", "x: {}")]
    [InlineData("""{"a":"x\u202Ey\nz"}""", """a: "x\u202Ey↵z" """)]
    [InlineData("\"alone\"", "\"alone\"")]
    [InlineData("not json", "not json")]
    public void Lines_read_as_a_person_would_write_them(string json, params string[] lines) =>
        Assert.Equal(lines.Select(line => line.TrimEnd()), ArgumentText.Of(json, new TextRoom(12, 400, 1_500)).Lines);

    private static int Leaves(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object when value.EnumerateObject().Any() => value.EnumerateObject().Sum(member => Leaves(member.Value)),
        JsonValueKind.Array when value.GetArrayLength() > 0 => value.EnumerateArray().Sum(Leaves),
        _ => 1,
    };

    // Half of a pair cannot be written as JSON here; the wire refuses it before.
    private static string Sound(string text) => new([.. text.Where(unit => !char.IsSurrogate(unit))]);

    private static JsonObject Object((string Name, JsonNode? Value)[] members)
    {
        var built = new JsonObject();
        foreach (var (name, value) in members)
        {
            built[Sound(name)] = value?.DeepClone();
        }

        return built;
    }
}
