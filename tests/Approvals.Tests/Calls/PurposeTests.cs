using Approvals.Calls;

namespace Approvals.Tests.Calls;

public sealed class PurposeTests
{
    [Theory]
    [InlineData("{}", null, false)]
    [InlineData("""{"_meta":{"approvals/purpose":"Invoice 7"}}""", "Invoice 7", true)]
    [InlineData("""{"_meta":{"approvals\/purpos\u0065":"x"}}""", "x", true)]
    [InlineData("""{"_meta":{"approvals/purpose":""}}""", null, false)]
    [InlineData("""{"_meta":{"approvals/purpose":"Invoice 7","a":1}}""", "Invoice 7", false)]
    [InlineData("""{"_meta":{"approvals/purpose":"Invoice 7"},"task":{}}""", "Invoice 7", false)]
    [InlineData("""{"_meta":{"approvals/purpose":7}}""", null, false)]
    [InlineData("""{"_meta":7,"approvals/purpose":"Invoice 7"}""", null, false)]
    [InlineData("""{"_meta":{"a":"approvals/purpose"}}""", null, false)]
    public void It_is_a_text_of_the_meta_and_nothing_else_is(string others, string? purpose, bool isAll)
    {
        Assert.Equal(purpose, Purpose.Of(others));
        Assert.Equal(isAll, Purpose.IsAllOf(others));
    }
}
