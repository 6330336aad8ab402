using Approvals.Gateway.Configuration;
using Approvals.Gateway.Startup;
using Microsoft.Extensions.Configuration;

namespace Approvals.Gateway.Tests.Configuration;

public sealed class ListenAddressesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("http://127.0.0.1:5000", "--urls", "http://127.0.0.1:5000")]
    [InlineData(null, "--http_ports", "5000", "--Upstreams:a:Url", "http://127.0.0.1/")]
    [InlineData(null, "--Kestrel:Endpoints:Main:Url", "http://localhost:5000")]
    public void The_default_address_is_for_those_who_name_none(string? urls, params string[] args)
    {
        var builder = folder.Builder(args);
        builder.AddConfiguration(args, folder.PathOf("secrets"));
        Assert.Equal(urls, builder.Configuration["urls"]);
    }

    [Theory]
    [InlineData("urls", "http://*:0")]
    [InlineData("urls", "http://+:0")]
    [InlineData("urls", "http://0.0.0.0:0")]
    [InlineData("urls", "http://[::]:0")]
    [InlineData("urls", "http://192.168.1.2:0")]
    [InlineData("urls", "http://example.com:0")]
    [InlineData("urls", "https://*:0")]
    [InlineData("Kestrel:Endpoints:Main:Url", "http://*:0")]
    public void A_demo_refuses_to_listen_beyond_loopback(string key, string address)
    {
        var problems = Assert.Throws<ConfigurationProblems>(() => folder.Load($"--{key}", address));
        Assert.Equal(
            [$"{key}: '{address}' is open to the network, and the demo listens on loopback only; write e.g. http://127.0.0.1:8080, or configure Upstreams and Grants"],
            problems.Lines);
    }

    [Theory]
    [InlineData("http_ports")]
    [InlineData("https_ports")]
    public void A_bare_port_is_every_interface(string key) =>
        Assert.StartsWith($"{key}: ", Assert.Single(Assert.Throws<ConfigurationProblems>(() => folder.Load($"--{key}", "0")).Lines), StringComparison.Ordinal);

    [Fact]
    public void One_open_address_among_several_is_enough() =>
        Assert.Single(Assert.Throws<ConfigurationProblems>(() => folder.Load("--urls", "http://127.0.0.1:0;http://*:0")).Lines);

    [Theory]
    [InlineData("http://localhost:0")]
    [InlineData("http://[::1]:0")]
    [InlineData("http://127.0.0.2:0")]
    public void Loopback_is_loopback_in_every_spelling(string address) => Assert.True(folder.Load("--urls", address).IsDemo);

    [Fact]
    public void A_configured_gateway_may_listen_anywhere() =>
        Assert.False(folder.Load("--urls", "http://*:0", "--Upstreams:a:Url", "http://127.0.0.1/").IsDemo);

    [Fact]
    public void Something_that_is_no_address_is_named() =>
        Assert.Equal(["urls: 'here' is not an address; write e.g. http://127.0.0.1:8080"],
            Assert.Throws<ConfigurationProblems>(() => folder.Load("--urls", "here")).Lines);

    [Fact]
    public async Task An_address_added_behind_the_configurations_back_is_refused_when_it_opens()
    {
        var builder = folder.Builder();
        builder.AddConfiguration([], folder.PathOf("secrets"));
        await using var app = builder.Build();
        app.Urls.Clear();
        app.Urls.Add("http://0.0.0.0:0");
        await Assert.ThrowsAsync<ConfigurationProblems>(() => app.StartAsync());
    }
}
