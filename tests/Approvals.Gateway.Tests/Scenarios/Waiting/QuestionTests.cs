using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Approvals.Gateway.Reviews;
using Approvals.Gateway.Storage;
using Approvals.Gateway.Tests.World;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.Gateway.Tests.Scenarios.Waiting;

/// <summary>A reviewer asks the agent something before deciding.</summary>
public sealed class QuestionTests : BankStories
{
    private protected override void Arrange(GatewayWorld world) => world.WithFakeClock();

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task A_held_agent_reads_the_question_at_once_answers_it_and_gets_its_result(string era)
    {
        await using var alice = await AliceAsync(era);
        var call = alice.CallsAsync("pay", new { amount = 3 });
        var waits = await Bob.SeesOneAsync();

        await AskAsync(waits, "Which invoice is it for?");
        var asked = await call;
        var waiting = WaitToolTests.WaitsAsync(alice, waits, "It is for invoice 7.");
        var talk = await SeesTalkAsync(waits, 2);
        await Bob.ApproveAsync(waits);

        Assert.Equal("approval_pending", asked.Code);
        Assert.Contains("bob asks you: Which invoice is it for?", asked.Text, StringComparison.Ordinal);
        Assert.Contains($$"""{"approval_id":"{{IdOf(waits)}}","answer":""", asked.Text, StringComparison.Ordinal);
        Assert.Equal("""pay {"amount":3}""", (await waiting).Text);
        Assert.Equal(1, Bank.CountOf("pay"));
        Assert.Equal(("reviewer", "bob", "Which invoice is it for?", true), Of(talk[0]));
        Assert.Equal(("agent", "alice", "It is for invoice 7.", true), Of(talk[1]));
    }

    [Fact]
    public async Task A_question_is_told_once_and_again_only_when_the_hold_is_over()
    {
        using var left = await AliceOnTheWireAsync(Agent.Modern);
        var waits = await LeaveBehindAsync(left);
        await AskAsync(waits, "Why now?");
        Assert.False(Assert.Single(await SeesTalkAsync(waits, 1)).GetProperty("heard").GetBoolean());
        await using var alice = await AliceAsync(Agent.Modern);

        Assert.Contains("Why now?", (await alice.CallsAsync("pay")).Text, StringComparison.Ordinal);
        var again = alice.CallsAsync("pay");
        await World.SeesCallersAsync(1);
        Assert.Contains("Why now?", (await World.PassTimeUntilAsync(again)).Text, StringComparison.Ordinal);
        Assert.Single(await Bob.SeesAsync("all", 1));
    }

    [Fact]
    public async Task Who_may_not_decide_may_not_ask_and_nothing_is_asked_after_the_end()
    {
        await using var alice = await AliceAsync(Agent.Modern);
        var call = alice.CallsAsync("pay");
        var waits = await Bob.SeesOneAsync();
        var carol = World.Reviewer(GatewayWorld.CarolToken);

        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(carol, waits, "Hm?")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(Bob, waits, " ")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(Bob, waits, new string('?', 2001))).StatusCode);
        await Bob.DenyAsync(waits);
        Assert.Equal(HttpStatusCode.Conflict, (await PostAsync(Bob, waits, "Hm?")).StatusCode);

        Assert.Equal("approval_denied", (await call).Code);
        Assert.False((await Bob.GetAsync(IdOf(waits))).TryGetProperty("talk", out _));
    }

    [Fact]
    public async Task Neither_side_can_talk_without_end()
    {
        using var left = await AliceOnTheWireAsync(Agent.Modern);
        var waits = await LeaveBehindAsync(left);
        for (var number = 0; number < 20; number++)
        {
            await AskAsync(waits, $"Question {number}?");
        }

        var answer = await PostAsync(Bob, waits, "One more?");

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("20 questions are the most", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_said_is_encrypted_survives_a_restart_and_is_erased_with_the_request()
    {
        using var left = await AliceOnTheWireAsync(Agent.Modern);
        var waits = await LeaveBehindAsync(left);
        await AskAsync(waits, "Is the marker zebra-crossing yours?");
        await RestartAsync();

        Assert.Equal("Is the marker zebra-crossing yours?", Of(Assert.Single(await SeesTalkAsync(waits, 1))).Text);
        var stored = string.Concat(Directory.EnumerateFiles(World.Folder, "approvals.db*", SearchOption.AllDirectories).Select(file => Encoding.Latin1.GetString(Bytes.OfOpenFile(file))));
        Assert.Contains(IdOf(waits), stored, StringComparison.Ordinal);
        Assert.DoesNotContain("zebra-crossing", stored, StringComparison.Ordinal);

        await World.Services.GetRequiredService<ApprovalDesk>().EraseAsync(IdOf(waits), "gateway");
        Assert.False((await Bob.GetAsync(IdOf(waits))).TryGetProperty("talk", out _));
        await using var database = await World.Services.GetRequiredService<IDbContextFactory<ApprovalsDb>>().CreateDbContextAsync();
        Assert.Equal(0, await database.Contents.CountAsync());
    }

    private async Task AskAsync(JsonElement approval, string question) => Assert.Equal(HttpStatusCode.OK, (await PostAsync(Bob, approval, question)).StatusCode);

    private static Task<HttpResponseMessage> PostAsync(ReviewerAgent person, JsonElement approval, string question) =>
        person.Http.PostAsJsonAsync($"/api/approvals/{IdOf(approval)}/questions", new { question });

    private async Task<JsonElement[]> SeesTalkAsync(JsonElement approval, int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var rounds = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            if ((await Bob.GetAsync(IdOf(approval))).TryGetProperty("talk", out var talk) && talk.GetArrayLength() == count)
            {
                return [.. talk.EnumerateArray()];
            }

            await rounds.WaitForNextTickAsync(limit.Token);
        }
    }

    private static (string? From, string? Author, string? Text, bool Heard) Of(JsonElement remark) =>
        (remark.GetProperty("from").GetString(), remark.GetProperty("author").GetString(), remark.GetProperty("text").GetString(), remark.GetProperty("heard").GetBoolean());
}
