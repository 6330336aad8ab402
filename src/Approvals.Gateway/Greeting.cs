using Approvals.Gateway.Configuration;
using Approvals.Gateway.Grants;
using Approvals.Gateway.Inbox;
using Approvals.Gateway.Startup;

namespace Approvals.Gateway;

/// <summary>The console's first lines, once the port is open: where to go, and with a demo, all that it takes to see a call held.</summary>
internal static class Greeting
{
    public static void PrintGreeting(this WebApplication app) =>
        app.Lifetime.ApplicationStarted.Register(() => app.Services.GetRequiredService<TextWriter>().Write(Words(app.Services)));

    private static string Words(IServiceProvider services)
    {
        var address = services.GetRequiredService<PublicAddress>();
        var configuration = services.GetRequiredService<GatewayConfiguration>();
        return configuration.IsDemo ? Demo(services, address) : $"""
            Approvals is running.
              Page    {address.Root}
              Agents  {string.Join(", ", configuration.Upstreams.Keys.Select(name => address.Of($"mcp/{name}")))}

            """;
    }

    private static string Demo(IServiceProvider services, PublicAddress address)
    {
        var url = address.Of($"mcp/{DemoGrant.Name}");
        var token = services.GetRequiredService<DemoGrant>().Token;
        var code = services.GetRequiredService<SignInLink>().Create();
        return $"""
            Approvals is running. Nothing is configured, so it shows itself in front of a small demo upstream.

              Page     {address.Root}
              Sign in  {address.Of($"sign-in?code={code}")}   (once, within ten minutes)
              Agents   {url}
              Token    {token}

            Add it to Claude Code:
              claude mcp add --transport http approvals-demo {url} --header "Authorization: Bearer {token}"

            Or let a demo agent call, in another terminal:
              dotnet run --project src/Approvals.Cli -- demo


            """;
    }
}
