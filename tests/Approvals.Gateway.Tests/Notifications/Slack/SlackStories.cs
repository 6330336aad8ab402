using System.Text.Json;
using System.Text.Json.Nodes;
using Approvals.Gateway.Tests.Scenarios;
using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Slack;

namespace Approvals.Gateway.Tests.Notifications.Slack;

/// <summary>The bank again, whose reviewers are asked in Slack: bob and dave of sre, carol of finance, alice who owns the grant.</summary>
public abstract class SlackStories : BankStories
{
    private protected const string BobInSlack = "U0BOB";
    private protected const string DaveInSlack = "U0DAVE";
    private protected const string CarolInSlack = "U0CAROL";
    private protected const string AliceInSlack = "U0ALICE";

    private protected SlackServer Slack { get; private set; } = null!;

    private protected virtual bool IsOverSocket => false;

    /// <summary>Everything that needs a person here, instead of the bank's own policy; null leaves that.</summary>
    private protected virtual string? OtherPolicy => null;

    private protected override void Arrange(GatewayWorld world)
    {
        Slack = world.Outlive(SlackServer.StartAsync().GetAwaiter().GetResult());
        world.WithSetting("Slack:BotToken", SlackServer.BotToken)
            .WithSetting("Slack:Conversation", SlackServer.Sre)
            .WithSetting("Slack:ApiUrl", Slack.ApiUrl.ToString())
            .WithSetting("Reviewers:bob:SlackUserId", BobInSlack)
            .WithSetting("Reviewers:carol:SlackUserId", CarolInSlack)
            .WithSetting(IsOverSocket ? "Slack:AppToken" : "Slack:SigningSecret", IsOverSocket ? SlackServer.AppToken : SlackServer.SigningSecret);
        foreach (var (name, id) in new[] { ("dave", DaveInSlack), ("alice", AliceInSlack) })
        {
            world.WithSetting($"Reviewers:{name}:Email", $"{name}@example.com")
                .WithSetting($"Reviewers:{name}:SlackUserId", id)
                .WithSetting($"Reviewers:{name}:Groups", new JsonArray("sre"))
                .WithSetting($"Reviewers:{name}:Roles", new JsonArray("reviewer"));
        }

        if (OtherPolicy is not null)
        {
            world.WithPolicy("bank", OtherPolicy);
        }
    }

    private protected SlackMember Member(string user, string team = SlackServer.Team) => new(Slack, World, user, team) { IsOverSocket = IsOverSocket };

    private protected static JsonElement Button(string action, JsonElement like, string? value = null) => JsonSerializer.SerializeToElement(new
    {
        type = "button",
        action_id = action,
        block_id = "b2",
        value = value ?? like.GetProperty("value").GetString(),
        action_ts = "1700000000.000100",
        text = new { type = "plain_text", text = action, emoji = false },
    });
}
