using Approvals.Gateway.Configuration;

namespace Approvals.Gateway.Tests.Configuration;

public sealed class ConnectionCapTests
{
    private const string Limits = """
        Limit                     Soft Limit           Hard Limit           Units     
        Max cpu time              unlimited            unlimited            seconds   
        Max open files            1024                 524288               files     
        Max locked memory         8388608              8388608              bytes     
        """;

    [Fact]
    public void The_limit_of_open_files_is_the_soft_one() => Assert.Equal(1024, ConnectionCap.ReadOpenFiles(Limits));

    [Theory]
    [InlineData("")]
    [InlineData("Max open files            unlimited            unlimited            files     ")]
    public void No_number_is_no_limit(string limits) => Assert.Null(ConnectionCap.ReadOpenFiles(limits));

    [Theory]
    [InlineData(20_000, null, 15_000)]
    [InlineData(1_024, null, 768)]
    [InlineData(300, null, 150)]
    [InlineData(20_000, 100, 100)]
    [InlineData(20_000, 1_000_000, 15_000)]
    [InlineData(null, 100, 100)]
    [InlineData(null, null, int.MaxValue)]
    public void Connections_stay_below_the_limit_with_all_that_a_call_needs_besides(int? openFiles, int? wanted, int served) =>
        Assert.Equal(served, ConnectionCap.Of(openFiles, wanted).Served);

    [Theory]
    [InlineData(8, 6, 1, 1)]
    [InlineData(768, 576, 96, 64)]
    [InlineData(15_000, 11_250, 1_875, 64)]
    [InlineData(int.MaxValue, 1_610_612_736, 268_435_455, 64)]
    public void Held_calls_and_web_sockets_leave_room_for_whoever_decides(int served, int held, int upgraded, int turnedAway)
    {
        var cap = new ConnectionCap(served);

        Assert.Equal((held, upgraded, turnedAway), (cap.Held, cap.Upgraded, cap.TurnedAway));
    }

    [Fact]
    public void This_process_has_one_on_linux() => Assert.Equal(OperatingSystem.IsLinux(), ConnectionCap.OfThisProcess(null).Served < int.MaxValue);
}
