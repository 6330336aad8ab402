using Approvals.Policies.Reading;

namespace Approvals.Tests.Policies;

public sealed class NearestTests
{
    [Theory]
    [InlineData("limit", "limits")]
    [InlineData("limbo", "limbs")]
    [InlineData("LIMITS", "limits")]
    [InlineData("lxyzs", null)]
    [InlineData("", null)]
    [InlineData("limitlimits", null)]
    public void The_word_with_the_fewest_edits_is_meant_if_most_of_it_stays(string word, string? meant) =>
        Assert.Equal(meant, Nearest.To(word, ["limbs", "limits"]));
}
