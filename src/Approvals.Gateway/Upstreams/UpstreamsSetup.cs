namespace Approvals.Gateway.Upstreams;

internal static class UpstreamsSetup
{
    public static void AddUpstreams(this WebApplicationBuilder builder, IReadOnlyDictionary<string, UpstreamOptions> upstreams, bool isDemo)
    {
        if (isDemo)
        {
            builder.Services.AddSingleton<DemoHost>();
            builder.Services.AddHostedService(services => services.GetRequiredService<DemoHost>());
            builder.Services.AddSingleton(services => services.GetRequiredService<DemoHost>().Book());
        }
        else
        {
            builder.Services.AddSingleton(new UpstreamBook(upstreams.Select(entry =>
                new Upstream(entry.Key, new Uri(entry.Value.Url!), entry.Value.Url!, entry.Value.Headers))));
        }

        builder.Services.AddSingleton<HttpUpstream>();
        builder.Services.AddSingleton<SessionSeal>();
        builder.Services.AddSingleton<EventSeal>();
        builder.Services.AddSingleton<Handles>();
        builder.Services.AddSingleton<ToolDefinitions>();
        builder.Services.AddSingleton<ToolLister>();
    }
}
