using Approvals.Gateway.Storage.Records;
using Approvals.Policies;

namespace Approvals.Gateway.Tests.Contracts;

public sealed class TermsTextTests
{
    [Fact]
    public void What_is_written_is_read_again()
    {
        var terms = new Terms([new Panel(["sre", "bob"], 2), new Panel([], 1)], TimeSpan.FromMinutes(7), TimeSpan.FromSeconds(9), RequireReason: true, AllowSelf: true, Risk: "high");

        Assert.Equal(terms, TermsText.Read(TermsText.Write(terms)));
        Assert.Equal(Terms.Default, TermsText.Read(TermsText.Write(Terms.Default)));
    }

    [Theory]
    [InlineData("""{"Reviewers":["sre","bob"],"Quorum":2,"Expires":"00:30:00"}""", 2, "sre", "bob")]
    [InlineData("""{"Reviewers":[],"Quorum":1,"Expires":"00:30:00"}""", 1)]
    public void Rows_from_before_there_were_panels_have_one(string text, int quorum, params string[] reviewers) =>
        Assert.Equal(Terms.Of([.. reviewers], quorum, TimeSpan.FromMinutes(30)), TermsText.Read(text));
}
