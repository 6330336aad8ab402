using System.Text;
using Approvals.Calls;
using CsCheck;

namespace Approvals.Tests.Calls;

public sealed class CanonicalJsonTests
{
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String[Gen.Char.AlphaNumeric, 0, 6],
        Gen.OneOf("", "\"", "\\", "\n", "\0", "/", "é", "😀", "\u2028", "</b>", "a\u0301"));

    private static readonly Gen<Json> Value = Gen.Recursive<Json>((depth, self) =>
    {
        var leaf = Gen.OneOf<Json>(
            Text.Select(text => (Json)new Json.Text(text)),
            Gen.OneOf("0", "-0", "1", "1.0", "1e400", "123456789012345678901234567890", "true", "false", "null")
                .Select(raw => (Json)new Json.Raw(raw)));
        return depth > 3
            ? leaf
            : Gen.OneOf(
                leaf,
                self.Array[0, 4].Select(items => (Json)new Json.List(items)),
                Gen.Select(Text, self).Array[0, 4].Select(members => (Json)new Json.Map(
                    members.DistinctBy(member => member.Item1).Select(member => KeyValuePair.Create(member.Item1, member.Item2)).ToArray())));
    });

    [Theory]
    [InlineData("""{ "b" : 1 , "a" : [ true , null ] }""", """{"a":[true,null],"b":1}""")]
    [InlineData("""{"a":"\u0061\/\u00e9\ud83d\ude00\u0022\\\n\u001F\u007f"}""", "{\"a\":\"a/é😀\\\"\\\\\\u000a\\u001f\u007f\"}")]
    [InlineData("""[1,1.0,1e400,1E+2,-0,123456789012345678901234567890]""", "[1,1.0,1e400,1E+2,-0,123456789012345678901234567890]")]
    [InlineData("""{"\ufb33":1,"\ud83d\ude00":2,"b":3,"B":4,"":5}""", "{\"\":5,\"B\":4,\"b\":3,\"😀\":2,\"\ufb33\":1}")]
    public void The_canonical_text_is_this(string json, string canonical) => Assert.Equal(canonical, Canonical(json));

    [Fact]
    public void Order_of_keys_space_and_escapes_make_no_difference() =>
        Gen.Select(Value, Gen.Int).Sample((value, seed) =>
            Canonical(value.Write(new Random(seed), plain: false)) == Canonical(value.Write(new Random(0), plain: true)));

    [Fact]
    public void The_canonical_text_is_the_same_JSON_and_its_own_canonical_text() =>
        Value.Sample(value =>
        {
            var canonical = Canonical(value.Write(new Random(0), plain: true));
            return Canonical(canonical) == canonical && Json.Read(canonical).Equals(value);
        });

    [Fact]
    public void Different_values_have_different_texts() =>
        Gen.Select(Value, Value).Sample((one, other) =>
            one.Equals(other) == (Canonical(one.Write(new Random(1), plain: false)) == Canonical(other.Write(new Random(2), plain: false))));

    [Fact]
    public void Any_change_of_one_place_changes_the_text() =>
        Gen.Select(Value, Gen.Int[0, 1_000]).Sample((value, place) =>
        {
            var changed = value.Changed(ref place);
            return Canonical(changed.Write(new Random(0), plain: true)) != Canonical(value.Write(new Random(0), plain: true));
        });

    [Fact]
    public void Nothing_has_no_canonical_text() => Assert.Throws<ArgumentException>(() => CanonicalJson.Bytes(default));

    private static string Canonical(string json)
    {
        using var document = StrictJson.Parse(Encoding.UTF8.GetBytes(json), out var problem);
        Assert.True(document is not null, problem);
        return Encoding.UTF8.GetString(CanonicalJson.Bytes(document.RootElement));
    }
}
