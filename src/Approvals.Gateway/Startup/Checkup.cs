using System.Runtime.CompilerServices;
using Approvals.Gateway.Configuration;
using Approvals.Gateway.Messaging;
using Approvals.Gateway.Notifications;
using Approvals.Gateway.Policies;
using Approvals.Gateway.Reviews.People.Oidc;
using Approvals.Gateway.Storage;
using Approvals.Gateway.Upstreams;

namespace Approvals.Gateway.Startup;

/// <summary>Looks at everything that the gateway needs, as it is configured, without starting it. Nothing is changed, and nobody is told.</summary>
internal static class Checkup
{
    /// <param name="args">The gateway's own command line, above all <c>--config</c>.</param>
    /// <param name="clock">This machine's.</param>
    /// <param name="stop">Ends it.</param>
    public static async IAsyncEnumerable<Diagnosis> RunAsync(string[] args, TimeProvider clock, [EnumeratorCancellation] CancellationToken stop)
    {
        var (configuration, problems) = Read(args);
        foreach (var problem in problems)
        {
            yield return new Diagnosis.Broken("configuration", problem);
        }

        if (configuration is null)
        {
            yield break;
        }

        yield return new Diagnosis.Fine("configuration", configuration.IsDemo ? "is valid, and names no upstream and no grant: the gateway would run its demo." : "is valid.");
        yield return DataDirectoryCheck.Look(configuration.Gateway.DataDirectory!);
        foreach (var diagnosis in await DatabaseCheck.LookAsync(configuration.Storage.ConnectionString!, clock.GetUtcNow(), stop))
        {
            yield return diagnosis;
        }

        foreach (var diagnosis in configuration.IsDemo ? [] : PolicyCheck.Look(configuration.Policies, configuration.Grants))
        {
            yield return diagnosis;
        }

        yield return await BrokerCheck.LookAsync(configuration.Messaging, clock, stop);
        foreach (var diagnosis in await UpstreamsAsync(configuration, clock, stop))
        {
            yield return diagnosis;
        }

        yield return await OidcCheck.LookAsync(configuration.Oidc, clock, stop);
        foreach (var diagnosis in await NotificationsSetup.LookAsync(configuration.Notifications, clock, stop))
        {
            yield return diagnosis;
        }
    }

    // The builder is thrown away: nothing of it is started.
    private static (GatewayConfiguration? Configuration, IReadOnlyList<string> Problems) Read(string[] args)
    {
        try
        {
            var builder = WebApplication.CreateBuilder([.. args, "--hostBuilder:reloadConfigOnChange=false"]);
            return (builder.AddConfiguration(args), []);
        }
        catch (Exception failure) when (StartFailure.Lines(failure) is not null)
        {
            return (null, StartFailure.Lines(failure)!);
        }
    }

    private static async Task<Diagnosis[]> UpstreamsAsync(GatewayConfiguration configuration, TimeProvider clock, CancellationToken stop)
    {
        using var http = new HttpUpstream();
        var check = new UpstreamCheck(http, clock);
        return await Task.WhenAll(configuration.Upstreams.Select(upstream => check.LookAsync(upstream.Key, upstream.Value, stop)));
    }
}
