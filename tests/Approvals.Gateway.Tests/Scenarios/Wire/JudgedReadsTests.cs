using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Raw;

namespace Approvals.Gateway.Tests.Scenarios.Wire;

/// <summary>Resources and prompts meet the policy's tables as tools do; only people are asked about tools alone.</summary>
public sealed class JudgedReadsTests : IAsyncLifetime
{
    private const string Policy = """
        {"version":"1","default":"deny",
          "resources":{"file:///public/*":{},"file:///public/limited":{"limits":[{"counter":"reads","window":"minute","max":1}]},"file:///asked":{"action":"require_approval","reason":"Private."}},
          "prompts":{"greet":{"deny_if":[{"conditions":[{"path":"args.tone","op":"eq","value":"rude"}],"on_deny":"Be kind."}]}}}
        """;

    private readonly GatewayWorld _world = new();
    private RawUpstream _upstream = null!;
    private RawAgent _alice = null!;

    public async ValueTask InitializeAsync()
    {
        _upstream = _world.Own(await RawUpstream.StartAsync());
        await _world.With("raw", _upstream.Url, Policy).StartAsync();
        _alice = new RawAgent(_world, "raw");
    }

    public ValueTask DisposeAsync()
    {
        _alice.Dispose();
        return _world.DisposeAsync();
    }

    [Theory]
    [InlineData("resources/read", """{"uri":"file:///public/a"}""")]
    [InlineData("resources/subscribe", """{"uri":"file:///public/a"}""")]
    [InlineData("prompts/get", """{"name":"greet"}""")]
    [InlineData("prompts/get", """{"name":"greet","arguments":{"tone":"kind"}}""")]
    [InlineData("completion/complete", """{"ref":{"type":"ref/prompt","name":"greet"},"argument":{"name":"tone","value":"k"}}""")]
    [InlineData("completion/complete", """{"ref":{"type":"ref/resource","uri":"file:///public/{name}"},"argument":{"name":"name","value":"k"}}""")]
    public async Task What_the_policy_allows_is_read(string method, string parameters)
    {
        var answer = await SendAsync(method, parameters);

        Assert.Contains("\"ran\"", answer.Text, StringComparison.Ordinal);
        Assert.Single(_upstream.Of(method));
    }

    [Theory]
    [InlineData("resources/read", """{"uri":"file:///private"}""", "(default deny)", "No rule allows 'file:///private'.")]
    [InlineData("resources/read", """{"uri":"file:///public/../private"}""", "(unclear uri)", "has a segment '.' or '..'")]
    [InlineData("resources/read", """{"uri":"file:///public/%2E%2e/private"}""", "(unclear uri)", "has a segment '.' or '..'")]
    [InlineData("resources/subscribe", """{"uri":"file:///private"}""", "(default deny)", "No rule allows 'file:///private'.")]
    [InlineData("resources/read", """{"uri":"file:///asked"}""", "/resources/file:~1~1~1asked/action", "Private. People can be asked about calls of tools only.")]
    [InlineData("prompts/get", """{"name":"other"}""", "(default deny)", "No rule allows 'other'.")]
    [InlineData("prompts/get", """{"name":"greet","arguments":{"tone":"rude"}}""", "/prompts/greet/deny_if/0", "Be kind.")]
    [InlineData("completion/complete", """{"ref":{"type":"ref/prompt","name":"other"},"argument":{"name":"a","value":"k"}}""", "(default deny)", "No rule allows 'other'.")]
    public async Task What_it_denies_is_answered_by_an_error_and_nothing_of_it_reaches_the_upstream(string method, string parameters, string rule, string reason)
    {
        var answer = await SendAsync(method, parameters);

        Assert.Equal(200, answer.Status);
        var error = answer.Answer.GetProperty("error");
        Assert.StartsWith("[POLICY DENIED] ", error.GetProperty("message").GetString());
        Assert.Contains(reason, error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(("policy_denied", rule), (error.GetProperty("data").GetProperty("code").GetString(), error.GetProperty("data").GetProperty("rule").GetString()));
        Assert.Empty(_upstream.Of(method));
    }

    [Fact]
    public async Task A_limit_counts_what_is_read()
    {
        await SendAsync("resources/read", """{"uri":"file:///public/limited"}""");

        var second = await SendAsync("resources/read", """{"uri":"file:///public/limited"}""");

        var data = second.Answer.GetProperty("error").GetProperty("data");
        Assert.Equal("rate_limited", data.GetProperty("code").GetString());
        Assert.InRange(data.GetProperty("retryAfterSeconds").GetInt32(), 1, 60);
        Assert.Single(_upstream.Of("resources/read"));
    }

    [Theory]
    [InlineData("resources/read", "{}")]
    [InlineData("resources/read", """{"uri":["file:///public/a"]}""")]
    [InlineData("resources/read", """{"uri":"file:///public/\u0000"}""")]
    [InlineData("prompts/get", """{"name":""}""")]
    [InlineData("prompts/get", """{"name":"greet","arguments":"rude"}""")]
    [InlineData("completion/complete", """{"argument":{"name":"a","value":"k"}}""")]
    [InlineData("completion/complete", """{"ref":{"type":"ref/tool","name":"greet"}}""")]
    public async Task What_cannot_be_judged_is_turned_away(string method, string parameters)
    {
        var answer = await SendAsync(method, parameters);

        Assert.Equal((400, -32602), (answer.Status, answer.Answer.GetProperty("error").GetProperty("code").GetInt32()));
        Assert.Empty(_upstream.Of(method));
    }

    private Task<RawAnswer> SendAsync(string method, string parameters) =>
        _alice.PostAsync($$"""{"jsonrpc":"2.0","id":7,"method":"{{method}}","params":{{parameters}}}""", RawAgent.Headers(Agent.Legacy));
}
