using Approvals.Gateway.Reviews;

namespace Approvals.Gateway.Tests.Reviews;

public sealed class SecretMaskTests
{
    [Theory]
    [InlineData("password")]
    [InlineData("PassWd")]
    [InlineData("client_secret")]
    [InlineData("accessToken")]
    [InlineData("apiKey")]
    [InlineData("api-key")]
    [InlineData("Authorization")]
    [InlineData("credentials")]
    [InlineData("private_key")]
    public void A_member_with_a_secrets_name_is_masked_whatever_its_value(string name)
    {
        Assert.Equal($$"""{"{{name}}":"•••• (3 characters)"}""", SecretMask.Apply($$"""{"{{name}}":"abc"}"""));
        Assert.Equal($$$"""{"{{{name}}}":{"a":["•••• (2 characters)"]}}""", SecretMask.Apply($$$"""{"{{{name}}}":{"a":[12]}}"""));
    }

    [Theory]
    [InlineData("Bearer abc.def")]
    [InlineData("authorization header: bearer   x")]
    [InlineData("sk_live_51Hx")]
    [InlineData("AKIAIOSFODNN7EXAMPLE")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----")]
    [InlineData("ghp_abcdefgh1234")]
    public void A_value_that_looks_like_a_secret_is_masked_under_any_name(string value) =>
        Assert.Equal($$"""{"note":["•••• ({{value.Length}} characters)"]}""", SecretMask.Apply($$"""{"note":["{{value}}"]}"""));

    [Fact]
    public void An_escape_in_a_name_or_value_hides_nothing()
    {
        Assert.DoesNotContain("abc", SecretMask.Apply("""{"p\u0061ssword":"abc"}"""), StringComparison.Ordinal);
        Assert.DoesNotContain("live", SecretMask.Apply("""{"x":"sk\u005flive_abc"}"""), StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_that_is_a_name_is_masked_too() =>
        Assert.DoesNotContain("AKIA", SecretMask.Apply("""{"AKIAIOSFODNN7EXAMPLE":1}"""), StringComparison.Ordinal);

    [Fact]
    public void Everything_else_stays_to_the_digit()
    {
        const string Plain = """{"n":1e400,"z":-0,"s":"a ring bearer","l":[1.0,null,true],"o":{}}""";

        Assert.Equal(Plain, SecretMask.Apply(Plain));
    }

    [Fact]
    public void What_cannot_be_read_is_masked_as_a_whole() => Assert.DoesNotContain("abc", SecretMask.Apply("{abc"), StringComparison.Ordinal);

    [Fact]
    public void Of_an_answer_only_what_is_structured_is_shown_and_its_secrets_are_not() => Assert.Equal(
        """{"content":[{"type":"text","text":"•••• (2 characters)"},{"type":"•••• (6 characters)"}],"structuredContent":{"a":"b","token":"•••• (1 characters)"}}""",
        SecretMask.ApplyToAnswer("""{"content":[{"type":"text","text":"hi"},{"type":"secret"}],"structuredContent":{"a":"b","token":"c"}}"""));

    [Fact]
    public void Structured_content_inside_of_words_is_words() =>
        Assert.DoesNotContain("abc", SecretMask.ApplyToAnswer("""{"content":[{"structuredContent":{"a":"abc"}}]}"""), StringComparison.Ordinal);
}
