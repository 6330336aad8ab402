using Approvals.Gateway.Configuration;
using Approvals.Gateway.Startup;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.Gateway.Tests.Configuration;

public sealed class ConfigurationSourcesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void With_nothing_configured_it_is_a_demo_with_the_documented_defaults()
    {
        var read = folder.Load();
        Assert.True(read.IsDemo);
        Assert.Equal(TimeSpan.FromSeconds(50), read.Gateway.Hold);
        Assert.Equal(["127.0.0.1", "localhost", "[::1]"], read.Gateway.AllowedHosts);
        Assert.Equal("Sqlite", read.Storage.Provider);
        Assert.Equal("InMemory", read.Messaging.Transport);
    }

    [Fact]
    public void Later_sources_win()
    {
        folder.Write("appsettings.json", """{"Gateway":{"Hold":"1s","Claim":"1s","DenyFor":"1s","Heartbeat":"1s","MaxBodyBytes":1024}}""");
        folder.Write("appsettings.Production.json", """{"Gateway":{"Claim":"2s","DenyFor":"2s","Heartbeat":"2s","MaxBodyBytes":2048}}""");
        var file = folder.Write("approvals.json", """{"Gateway":{"DenyFor":"3s","Heartbeat":"3s","MaxBodyBytes":3072}}""");
        folder.Write("secrets/Gateway__Heartbeat", "4s\n");
        folder.Write("secrets/Gateway__MaxBodyBytes", "4096");
        var read = folder.Load("--config", file, "--environment", "Production", "--Gateway:MaxBodyBytes", "5120").Gateway;
        Assert.Equal(["1s", "2s", "3s", "4s"], new[] { read.Hold, read.Claim, read.DenyFor, read.Heartbeat }.Select(d => d.ToString()));
        Assert.Equal(5120, read.MaxBodyBytes);
    }

    [Fact]
    public void A_list_from_a_later_source_replaces_the_whole_list()
    {
        folder.Write("appsettings.json", """{"Gateway":{"AllowedHosts":["a","b","c"],"AllowedOrigins":["http://a","http://b"]}}""");
        var file = folder.Write("approvals.json", """{"Gateway":{"AllowedHosts":["d","e"],"AllowedOrigins":[]}}""");
        Assert.Equal(["d", "e"], folder.Load("--config", file).Gateway.AllowedHosts);
        Assert.Empty(folder.Load("--config", file).Gateway.AllowedOrigins);
        Assert.Equal(["f"], folder.Load("--config", file, "--Gateway:AllowedHosts:0", "f").Gateway.AllowedHosts);
    }

    [Fact]
    public void Entries_with_numbers_for_names_are_no_list_and_are_merged()
    {
        folder.Write("appsettings.json", """{"Upstreams":{"0":{"Url":"http://127.0.0.1:1/"},"1":{"Url":"http://127.0.0.1:1/"}}}""");
        var file = folder.Write("approvals.json", """{"Upstreams":{"0":{"Url":"http://127.0.0.1:2/"}}}""");
        var read = folder.Load("--config", file);
        Assert.Equal(["0=http://127.0.0.1:2/", "1=http://127.0.0.1:1/"], read.Upstreams.Select(u => $"{u.Key}={u.Value.Url}").Order());
    }

    [Fact]
    public void Host_settings_stay_as_they_were()
    {
        var args = new[] { "--environment", "Staging", "--urls", "http://127.0.0.1:0" };
        var builder = folder.Builder(args);
        builder.AddConfiguration(args, folder.PathOf("secrets"));
        Assert.Equal("Staging", builder.Environment.EnvironmentName);
        Assert.Equal(folder.Root, builder.Environment.ContentRootPath.TrimEnd('/'));
        Assert.Equal("http://127.0.0.1:0", builder.Configuration["urls"]);
        using var app = builder.Build();
        Assert.Equal("Staging", app.Environment.EnvironmentName);
    }

    [Fact]
    public void Relative_paths_start_at_the_folder_of_the_configuration_file()
    {
        var file = folder.Write("etc/approvals.json",
            """{"Gateway":{"DataDirectory":"../var"},"Policies":{"Directory":"policies"},"Storage":{"ConnectionString":"Data Source=data/a.db;Cache=Shared"}}""");
        var read = folder.Load("--config", file);
        Assert.Equal(folder.PathOf("etc"), read.BaseDirectory);
        Assert.Equal(folder.PathOf("var"), read.Gateway.DataDirectory);
        Assert.Equal(folder.PathOf("etc/policies"), read.Policies.Directory);
        Assert.Contains($"{folder.PathOf("etc/data/a.db")}", read.Storage.ConnectionString, StringComparison.Ordinal);
    }

    [Fact]
    public void A_configuration_file_keeps_its_data_beside_it_unless_it_says_otherwise()
    {
        var read = folder.Load("--config", folder.Write("etc/approvals.json", "{}"));
        Assert.Equal(folder.PathOf("etc/data"), read.Gateway.DataDirectory);
        Assert.Contains(folder.PathOf("etc/data/approvals.db"), read.Storage.ConnectionString, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_file_the_data_is_the_users_own()
    {
        Assert.Equal(DataDirectory.OfTheUser(), folder.Load().Gateway.DataDirectory);
        Assert.EndsWith("/approvals", DataDirectory.OfTheUser(), StringComparison.Ordinal);
        Assert.Contains(folder.PathOf("d/approvals.db"), folder.Load("--Gateway:DataDirectory", "d").Storage.ConnectionString, StringComparison.Ordinal);
    }

    [Fact]
    public void A_database_in_memory_is_no_path() =>
        Assert.Equal("data source=:memory:", folder.Load("--Storage:ConnectionString", "Data Source=:memory:").Storage.ConnectionString);

    [Fact]
    public void Every_options_object_can_be_injected()
    {
        var builder = folder.Builder();
        var read = builder.AddConfiguration([], folder.PathOf("secrets"));
        using var app = builder.Build();
        Assert.Same(read.Gateway, app.Services.GetRequiredService<GatewayOptions>());
        Assert.Same(read, app.Services.GetRequiredService<GatewayConfiguration>());
    }

    [Fact]
    public void A_missing_configuration_file_is_named()
    {
        var missing = folder.PathOf("nowhere.json");
        var problems = Assert.Throws<ConfigurationProblems>(() => folder.Load("--config", missing));
        Assert.Equal([$"--config: the file {missing} does not exist"], problems.Lines);
    }

    [Fact]
    public void Config_without_a_path_is_a_problem()
    {
        var problems = Assert.Throws<ConfigurationProblems>(() => folder.Load("--config"));
        Assert.Equal(["--config: needs the path of a file, e.g. --config approvals.json"], problems.Lines);
    }

    [Theory]
    [InlineData("{\n  \"Gateway\": }", "is not valid JSON at line 2, column 14")]
    [InlineData("", "is not valid JSON at line 1, column 1")]
    [InlineData("[]", "is not a configuration: ")]
    [InlineData("""{"Gateway":{"Hold":"1s","hold":"2s"}}""", "is not a configuration: A duplicate key 'Gateway:hold' was found.")]
    public void A_malformed_configuration_file_is_one_line(string content, string said)
    {
        var line = Assert.Single(folder.ProblemsOf(content));
        Assert.StartsWith($"--config: {folder.PathOf("approvals.json")} {said}", line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_malformed_appsettings_file_is_explained_too()
    {
        folder.Write("appsettings.json", "{");
        var failure = Assert.Throws<InvalidDataException>(() => folder.Load());
        using var error = new StringWriter();
        Assert.True(StartFailure.Explains(failure));
        Assert.Equal(2, StartFailure.Report(failure, error));
        Assert.Contains($"'{folder.PathOf("appsettings.json")}': it is not valid JSON at line 1, column 2", error.ToString(), StringComparison.Ordinal);
    }
}
