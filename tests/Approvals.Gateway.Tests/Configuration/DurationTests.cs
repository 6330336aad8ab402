using System.ComponentModel;
using Approvals.Gateway.Configuration;

namespace Approvals.Gateway.Tests.Configuration;

public sealed class DurationTests
{
    [Theory]
    [InlineData("250ms", 250)]
    [InlineData("50s", 50_000)]
    [InlineData("15m", 900_000)]
    [InlineData("2h", 7_200_000)]
    [InlineData("1d", 86_400_000)]
    [InlineData("0s", 0)]
    public void A_duration_is_a_whole_number_and_a_unit_and_prints_as_it_was_written(string text, int milliseconds)
    {
        TimeSpan read = Duration.Parse(text);
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), read);
        Assert.Equal(text, new Duration(read).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("50")]
    [InlineData("s")]
    [InlineData("-5s")]
    [InlineData("+5s")]
    [InlineData("1.5h")]
    [InlineData("5 s")]
    [InlineData("5S")]
    [InlineData("00:00:50")]
    [InlineData("9223372036854775807d")]
    [InlineData("99999999999999999999s")]
    public void Anything_else_is_refused_with_an_example(string text)
    {
        var refused = Assert.Throws<FormatException>(() => Duration.Parse(text));
        Assert.Equal($"'{text}' is not a duration; write e.g. 50s or 15m", refused.Message);
    }

    [Fact]
    public void The_framework_converts_it_from_text() =>
        Assert.Equal(Duration.FromSeconds(50), TypeDescriptor.GetConverter(typeof(Duration)).ConvertFromInvariantString("50s"));
}
