using System.Text.Json;
using Approvals.Risk;

namespace Approvals.Tests.Risk;

public sealed class ToolHintsTests
{
    [Theory]
    [InlineData("""{"readOnlyHint":true}""", "Read")]
    [InlineData("""{"readOnlyHint":true,"destructiveHint":true}""", "Destructive")]
    [InlineData("""{"readOnlyHint":true,"destructiveHint":false}""", "Read")]
    [InlineData("""{"readOnlyHint":false,"destructiveHint":false}""", "Write")]
    [InlineData("""{"destructiveHint":false}""", "Write")]
    [InlineData("""{"readOnlyHint":false}""", "Destructive")]
    [InlineData("""{"readOnlyHint":"true"}""", "Destructive")]
    [InlineData("""{"ReadOnlyHint":true}""", "Destructive")]
    [InlineData("{}", "Destructive")]
    [InlineData("[]", "Destructive")]
    [InlineData("null", "Destructive")]
    public void A_tool_is_believed_only_what_it_says_clearly(string annotations, string category) =>
        Assert.Equal(category, ToolHints.CategoryOf(JsonDocument.Parse(annotations).RootElement));

    [Fact]
    public void A_tool_without_annotations_counts_as_destructive() => Assert.Equal("Destructive", ToolHints.CategoryOf(default));
}
