namespace Approvals.Gateway.Policies.Limits;

internal static class LimitsSetup
{
    public static void AddLimits(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SteadyClock>();
        builder.Services.AddSingleton<CounterBook>();
        builder.Services.AddSingleton<CounterReader>();
        builder.Services.AddSingleton<LeaseBank>();
        builder.Services.AddSingleton<LimitLedger>();
        builder.Services.AddHostedService(services => services.GetRequiredService<LimitLedger>());
        builder.Services.AddHostedService<LimitSweep>();
    }
}
