using Approvals.Requests;

namespace Approvals.Tests.Requests;

public sealed class PersonIdTests
{
    [Fact]
    public void A_verified_address_names_a_person_best() =>
        Assert.Equal("oidc:ana@example.com", PersonId.Candidates("https://login.example.com", "248", "Ana@Example.com").First());

    [Fact]
    public void Without_one_it_is_the_subject() =>
        Assert.Equal("oidc:sub:248", PersonId.Candidates("https://login.example.com", "248", null).First());

    [Theory]
    [InlineData("ana@example.com")]
    [InlineData("sub:248")]
    [InlineData("a b")]
    [InlineData("\u202Eana")]
    [InlineData("Ana")]
    public void A_subject_that_could_be_read_as_something_else_is_hashed(string subject)
    {
        var only = Assert.Single(PersonId.Candidates("https://login.example.com", subject, null));

        Assert.Matches(@"\Aoidc:sub:sha256:[0-9a-f]{64}\z", only);
    }

    [Theory]
    [InlineData("sub:1@example.com")]
    [InlineData("ana@exa mple.com")]
    [InlineData("\u0430na@example.com")]
    public void An_address_that_could_be_read_as_something_else_names_nobody(string email) =>
        Assert.Equal("oidc:sub:1", PersonId.Candidates("https://login.example.com", "1", email).First());

    [Fact]
    public void The_last_candidate_tells_issuers_and_subjects_apart()
    {
        var ids = new[] { ("https://a", "bc"), ("https://ab", "c"), ("https://a", "b") }.Select(who => PersonId.Candidates(who.Item1, who.Item2, null).Last());

        Assert.Equal(3, ids.Distinct().Count());
    }

    [Theory]
    [InlineData("oidc:x", true)]
    [InlineData("OIDC:x", true)]
    [InlineData("bob", false)]
    [InlineData("oidc", false)]
    public void The_mark_is_known_in_any_case(string name, bool isMarked) => Assert.Equal(isMarked, PersonId.IsMarked(name));
}
