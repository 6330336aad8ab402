using System.Net;
using System.Net.Sockets;
using Approvals.Demo.Agent;
using Microsoft.Extensions.Time.Testing;

namespace Approvals.Gateway.Tests.Demo;

public sealed class DemoAgentTests : IAsyncLifetime
{
    private readonly FakeTimeProvider clock = new();
    private PretendedGateway gateway = null!;

    public async ValueTask InitializeAsync() => gateway = await PretendedGateway.StartAsync();

    public ValueTask DisposeAsync() => gateway.DisposeAsync();

    [Fact]
    public async Task The_story_shows_every_verdict_and_calls_again_until_it_is_approved()
    {
        var steps = await PlayAsync();

        Assert.IsType<DemoStep.Connected>(steps[0]);
        Assert.Equal(
            ["hidden", "list_clusters ran", "describe_service ran", "describe_service ran", "describe_service rate_limited",
             "delete_service policy_denied", "handed back", "create_access_key ran", "finished"],
            steps.Select(Gist).OfType<string>());
    }

    [Fact]
    public async Task A_limited_call_says_when_it_may_be_tried_again()
    {
        var steps = await PlayAsync();

        var refused = steps.OfType<DemoStep.Answered>().Select(step => step.Answer).OfType<DemoAnswer.Refused>().First();
        Assert.Equal(new DemoAnswer.Refused("[RATE LIMITED] slower", "rate_limited", "/tools/x", TimeSpan.FromSeconds(42)), refused);
    }

    [Fact]
    public async Task A_story_told_twice_within_a_minute_is_limited_earlier_and_goes_on()
    {
        await PlayAsync();
        var steps = await PlayAsync();

        Assert.Equal(3, steps.Count(step => Gist(step) == "describe_service rate_limited"));
        Assert.IsType<DemoStep.Finished>(steps[^1]);
    }

    [Fact]
    public async Task While_a_call_is_held_the_story_says_where_to_decide_and_passes_progress_on()
    {
        var decision = new TaskCompletionSource();
        gateway.Decision = decision.Task;

        var steps = await PlayAsync(step =>
        {
            if (step is DemoStep.StillHeld)
            {
                decision.TrySetResult();
            }
        });

        var waits = steps.FindIndex(step => step == new DemoStep.WaitsForPerson(gateway.Address.Page));
        Assert.InRange(steps.FindIndex(step => step == new DemoStep.StillHeld("still held")), waits + 1, steps.Count - 2);
        Assert.IsType<DemoStep.Finished>(steps[^1]);
    }

    [Fact]
    public async Task Nobody_decides_and_the_agent_gives_up_after_half_an_hour()
    {
        gateway.Decision = new TaskCompletionSource().Task;

        var steps = await PlayAsync(step =>
        {
            if (step is DemoStep.StillHeld)
            {
                clock.Advance(DemoAgent.Patience);
            }
        });

        Assert.Equal(new DemoStep.Failed("Nobody decided within 30 minutes."), steps[^1]);
    }

    [Theory]
    [InlineData("approval_denied", "The call was denied by a person: no access key was made.")]
    [InlineData("approval_expired", "Nobody decided in time: no access key was made.")]
    [InlineData("approval_withdrawn", "The call was withdrawn before a decision: no access key was made.")]
    [InlineData("upstream_unavailable", "create_access_key should have waited for a person, and then have run.")]
    public async Task A_call_that_is_not_approved_ends_the_story_with_the_reason(string code, string why)
    {
        gateway.Answers["create_access_key"] = [PretendedGateway.Refused(code, "[…]")];

        Assert.Equal(new DemoStep.Failed(why), (await PlayAsync())[^1]);
    }

    [Fact]
    public async Task A_hidden_tool_that_is_listed_ends_the_story()
    {
        gateway.Tools.Add("delete_account");

        Assert.Equal(new DemoStep.Failed("delete_account is listed, though the policy should hide it."), (await PlayAsync())[^1]);
    }

    [Fact]
    public async Task A_tool_cannot_speak_as_the_gateway_by_its_text_alone()
    {
        var imitation = PretendedGateway.Ran("[POLICY DENIED] says the tool");
        imitation.IsError = true;
        gateway.Answers["delete_service"] = [imitation];

        Assert.Equal(new DemoStep.Failed("delete_service should have been denied."), (await PlayAsync())[^1]);
    }

    [Fact]
    public async Task An_unknown_token_is_no_gateway()
    {
        var steps = await PlayAsync(address: gateway.Address with { Token = "wrong" });

        Assert.Equal([new DemoStep.NoGateway($"The gateway at {gateway.Address.Url} does not know this token.")], steps);
    }

    [Fact]
    public async Task A_port_where_nobody_listens_is_no_gateway()
    {
        using var unused = new TcpListener(IPAddress.Loopback, 0);
        unused.Start();
        var url = new Uri($"http://{unused.LocalEndpoint}/mcp/demo");
        unused.Stop();

        Assert.Equal([new DemoStep.NoGateway($"Nobody listens at {url}.")], await PlayAsync(address: gateway.Address with { Url = url }));
    }

    [Fact]
    public async Task A_cancelled_story_says_so_by_its_exception()
    {
        gateway.Decision = new TaskCompletionSource().Task;
        using var ctrlC = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var step in new DemoAgent(gateway.Address, clock).PlayAsync(ctrlC.Token))
            {
                if (step is DemoStep.StillHeld)
                {
                    await ctrlC.CancelAsync();
                }
            }
        });
    }

    private async Task<List<DemoStep>> PlayAsync(Action<DemoStep>? seen = null, DemoAddress? address = null)
    {
        var steps = new List<DemoStep>();
        await foreach (var step in new DemoAgent(address ?? gateway.Address, clock).PlayAsync(TestContext.Current.CancellationToken))
        {
            steps.Add(step);
            seen?.Invoke(step);
        }

        return steps;
    }

    private static string? Gist(DemoStep step) => step switch
    {
        DemoStep.ToolsListed(var tools) => tools.Contains("delete_account") ? "listed" : "hidden",
        DemoStep.Answered(var tool, DemoAnswer.Ran) => $"{tool} ran",
        DemoStep.Answered(var tool, DemoAnswer.Refused refused) => $"{tool} {refused.Code}",
        DemoStep.HandedBack => "handed back",
        DemoStep.Finished => "finished",
        _ => null,
    };
}
