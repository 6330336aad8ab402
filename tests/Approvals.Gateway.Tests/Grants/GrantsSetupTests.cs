using Approvals.Gateway.Startup;
using System.Text.Json;
using Approvals.Gateway.Grants;
using Approvals.Gateway.Tests.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.Gateway.Tests.Grants;

public sealed class GrantsSetupTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_configured_grant_carries_what_its_entry_says()
    {
        await using var app = await Started(
            "--Upstreams:ecs:Url", "http://127.0.0.1/", "--Grants:alice-laptop:TokenSha256", TokenHash.Sha256Hex("t"),
            "--Grants:alice-laptop:Owner", "alice@example.com", "--Grants:alice-laptop:Hold", "5s", "--Grants:alice-laptop:Upstreams:ecs:Policy", "strict");
        var grant = app.Services.GetRequiredService<GrantBook>().Find("Bearer t");
        Assert.NotNull(grant);
        Assert.Equal(("alice-laptop", "alice-laptop", "alice@example.com", TimeSpan.FromSeconds(5)), (grant.Name, grant.Principal, grant.Owner, grant.Hold));
        Assert.Equal("strict", grant.Policies["ecs"]);
        Assert.False(File.Exists(folder.PathOf("data/demo.json")));
    }

    [Fact]
    public async Task The_demo_writes_its_grant_for_its_owner_alone()
    {
        await using var app = await Started();
        var written = JsonDocument.Parse(File.ReadAllBytes(folder.PathOf("data/demo.json"))).RootElement;
        var page = app.Urls.Single() + "/";
        Assert.Equal((page, page + "mcp/demo"), (written.GetProperty("page").GetString(), written.GetProperty("url").GetString()));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, TemporaryFolder.ModeOf(folder.PathOf("data/demo.json")));

        var grant = app.Services.GetRequiredService<GrantBook>().Find("Bearer " + written.GetProperty("token").GetString());
        Assert.Equal(("demo", "demo-owner", "demo"), (grant?.Name, grant?.Owner, grant?.Policies["demo"]));
    }

    [Fact]
    public async Task The_demos_token_outlives_a_restart()
    {
        var first = await TokenOfOneRun();
        Assert.Equal(first, await TokenOfOneRun());
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""{"url":"x","token":"","page":"x"}""")]
    [InlineData("""{"url":"x","token":"changeme","page":"x"}""")]
    public async Task A_demo_file_that_is_none_is_replaced(string content)
    {
        folder.Write("data/demo.json", content);
        Assert.True(TokenHash.IsToken(await TokenOfOneRun(), "apg_"));
    }

    private async Task<string> TokenOfOneRun()
    {
        await using var app = await Started();
        var token = app.Services.GetRequiredService<DemoGrant>().Token;
        Assert.Contains(token, await File.ReadAllTextAsync(folder.PathOf("data/demo.json")), StringComparison.Ordinal);
        return token;
    }

    private async Task<WebApplication> Started(params string[] more)
    {
        string[] args = ["--urls", "http://127.0.0.1:0", "--Gateway:DataDirectory", folder.PathOf("data"), .. more];
        var builder = folder.Builder(args);
        var configuration = builder.AddConfiguration(args, folder.PathOf("secrets"));
        builder.AddDataDirectory(configuration);
        builder.AddGrants(configuration.Grants, configuration.IsDemo);
        var app = builder.Build();
        await app.StartAsync();
        return app;
    }
}
