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
    public void Connections_stay_below_the_limit_with_all_that_a_call_needs_besides(int? openFiles, int? wanted, long all)
    {
        var cap = ConnectionCap.Of(openFiles, wanted)!;

        Assert.Equal(all, cap.Requests + cap.Upgraded);
        Assert.True(cap.Requests > cap.Upgraded);
    }

    [Fact]
    public void Without_a_limit_and_a_wish_there_is_no_cap() => Assert.Null(ConnectionCap.Of(null, null));

    [Fact]
    public void This_process_has_one_on_linux() => Assert.Equal(OperatingSystem.IsLinux(), ConnectionCap.OfThisProcess(null) is not null);
}
