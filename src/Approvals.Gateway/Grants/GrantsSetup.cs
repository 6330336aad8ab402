namespace Approvals.Gateway.Grants;

internal static class GrantsSetup
{
    public static void AddGrants(this WebApplicationBuilder builder, IReadOnlyDictionary<string, GrantOptions> grants, bool isDemo)
    {
        if (!isDemo)
        {
            builder.Services.AddSingleton(new GrantBook(grants.Select(entry => (entry.Value.TokenSha256!, Of(entry.Key, entry.Value)))));
            return;
        }

        builder.Services.AddSingleton<DemoGrant>();
        builder.Services.AddSingleton(services => OnlyTheDemo(services.GetRequiredService<DemoGrant>()));
        builder.Services.AddSingleton<DemoFile>();
        builder.Services.AddHostedService(services => services.GetRequiredService<DemoFile>());
    }

    private static GrantBook OnlyTheDemo(DemoGrant demo) => new([(TokenHash.Sha256Hex(demo.Token), demo.Grant)]);

    private static Grant Of(string name, GrantOptions options) =>
        new(name, options.Owner!, options.Upstreams.ToDictionary(upstream => upstream.Key, upstream => upstream.Value.Policy), options.Hold?.Value);
}
