using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Approvals.Tests.Calls;

/// <summary>A JSON value that can be written in many ways: order of keys, space and escapes are drawn at random.</summary>
internal abstract record Json
{
    public static Json Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Of(document.RootElement);
    }

    public abstract string Write(Random random, bool plain);

    /// <summary>The value with one place of it changed: the one that the counter reaches zero at, or the last.</summary>
    public abstract Json Changed(ref int place);

    private static Json Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => new Map(element.EnumerateObject().Select(m => KeyValuePair.Create(m.Name, Of(m.Value))).ToArray()),
        JsonValueKind.Array => new List(element.EnumerateArray().Select(Of).ToArray()),
        JsonValueKind.String => new Text(element.GetString()!),
        _ => new Raw(element.GetRawText()),
    };

    private static string Space(Random random, bool plain) => plain ? "" : new string(' ', random.Next(2));

    internal sealed record Raw(string Json) : Json
    {
        public override string Write(Random random, bool plain) => Json;

        public override Json Changed(ref int place) => new Raw(Json is "1" ? "1.0" : "1");
    }

    internal sealed record Text(string Value) : Json
    {
        public override string Write(Random random, bool plain) =>
            "\"" + string.Concat(Value.EnumerateRunes().Select(rune =>
                rune.Value is '"' or '\\' or < ' ' || (!plain && random.Next(2) == 0)
                    ? string.Concat(rune.ToString().Select(unit => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)unit:X4}")))
                    : rune.ToString())) + "\"";

        public override Json Changed(ref int place) => new Text(Value + "'");
    }

    internal sealed record List(Json[] Items) : Json
    {
        public bool Equals(List? other) => other is not null && Items.SequenceEqual(other.Items);

        public override int GetHashCode() => Items.Length;

        public override string Write(Random random, bool plain) =>
            $"[{Space(random, plain)}{string.Join(",", Items.Select(item => item.Write(random, plain) + Space(random, plain)))}]";

        public override Json Changed(ref int place)
        {
            if (Items.Length == 0 || place-- <= 0)
            {
                return new List([.. Items, new Raw("null")]);
            }

            var at = place % Items.Length;
            return new List([.. Items[..at], Items[at].Changed(ref place), .. Items[(at + 1)..]]);
        }
    }

    internal sealed record Map(KeyValuePair<string, Json>[] Members) : Json
    {
        public bool Equals(Map? other) =>
            other is not null && Sorted().SequenceEqual(other.Sorted());

        public override int GetHashCode() => Members.Length;

        public override string Write(Random random, bool plain)
        {
            var members = Members.ToArray();
            if (!plain)
            {
                random.Shuffle(members);
            }

            var text = new StringBuilder("{");
            foreach (var (key, value) in members)
            {
                text.Append(text.Length > 1 ? "," : "").Append(Space(random, plain)).Append(new Text(key).Write(random, plain))
                    .Append(':').Append(Space(random, plain)).Append(value.Write(random, plain));
            }

            return text.Append('}').ToString();
        }

        public override Json Changed(ref int place)
        {
            if (Members.Length == 0 || place-- <= 0)
            {
                return new Map([.. Members, KeyValuePair.Create("added", (Json)new Raw("null"))]);
            }

            var at = place % Members.Length;
            var (key, value) = Members[at];
            return new Map([.. Members[..at], KeyValuePair.Create(key, value.Changed(ref place)), .. Members[(at + 1)..]]);
        }

        private IEnumerable<KeyValuePair<string, Json>> Sorted() => Members.OrderBy(member => member.Key, StringComparer.Ordinal);
    }
}
