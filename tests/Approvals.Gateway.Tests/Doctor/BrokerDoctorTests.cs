using System.Text.Json.Nodes;
using Approvals.Gateway.Tests.World.Broker;

namespace Approvals.Gateway.Tests.Doctor;

/// <summary>The doctor before a RabbitMQ.</summary>
public sealed class BrokerDoctorTests
{
    [Theory]
    [InlineData(null, null, "ok    messaging: ", "takes the configured user and virtual host")]
    [InlineData("hunter2", null, "FAIL  messaging: ", "refuses the user or the password")]
    [InlineData(null, "/nowhere", "FAIL  messaging: ", "no such virtual host")]
    public async Task What_the_broker_refuses_is_told_apart(string? password, string? path, string start, string words)
    {
        await using var corner = await VirtualHost.CreateAsync();
        await using var world = await DoctorWorld.StartAsync();
        var address = new UriBuilder(corner.Url);
        (address.Password, address.Path) = (password ?? address.Password, path ?? address.Path);
        world.With("Messaging", new JsonObject { ["Transport"] = "RabbitMq", ["Url"] = address.Uri.ToString() });

        var (_, lines) = await world.LookAsync();

        Assert.Contains(lines, line => line.StartsWith(start, StringComparison.Ordinal) && line.Contains(words, StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains(address.Password, StringComparison.Ordinal));
    }
}
