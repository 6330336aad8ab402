using Approvals.Demo.Agent;

namespace Approvals.Gateway.Tests.Demo;

public sealed class DemoFileTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("approvals-demo-file").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public void What_a_gateway_writes_an_agent_reads()
    {
        var address = new DemoAddress(new("http://127.0.0.1:8080/mcp/demo"), "secret", new("http://127.0.0.1:8080/"));

        DemoFile.Write(directory, address with { Token = "an older one" });
        DemoFile.Write(directory, address);

        Assert.Equal(address, DemoFile.Read(directory));
        Assert.Equal(["demo.json"], Directory.EnumerateFiles(directory).Select(Path.GetFileName));
        Assert.Equal(
            """{"url":"http://127.0.0.1:8080/mcp/demo","token":"secret","page":"http://127.0.0.1:8080/"}""",
            File.ReadAllText(Path.Combine(directory, DemoFile.Name)));
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void Only_its_owner_may_read_the_file()
    {
        DemoFile.Write(directory, new DemoAddress(new("http://127.0.0.1:1/"), "secret", new("http://127.0.0.1:1/")));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(directory, DemoFile.Name)));
    }

    [Fact]
    public void Where_no_gateway_has_written_there_is_no_address()
    {
        Assert.Null(DemoFile.Read(directory));
        Assert.Null(DemoFile.Read(Path.Combine(directory, "missing")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"url":"/mcp/demo","token":"t","page":"http://127.0.0.1/"}""")]
    [InlineData("""{"url":"http://127.0.0.1/mcp/demo","token":"","page":"http://127.0.0.1/"}""")]
    public void A_broken_file_is_named(string json)
    {
        File.WriteAllText(Path.Combine(directory, DemoFile.Name), json);

        var error = Assert.Throws<InvalidDataException>(() => DemoFile.Read(directory));
        Assert.Contains(Path.Combine(directory, DemoFile.Name), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Printing_an_address_does_not_print_its_token()
    {
        var address = new DemoAddress(new("http://127.0.0.1:8080/mcp/demo"), "secret", new("http://127.0.0.1:8080/"));

        Assert.Equal("http://127.0.0.1:8080/mcp/demo", $"{address}");
    }
}
