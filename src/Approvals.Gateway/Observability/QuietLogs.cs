namespace Approvals.Gateway.Observability;

/// <summary>What the libraries say is for those who look for it: the console is the operator's. <c>Logging:LogLevel</c> overrides each line.</summary>
internal static class QuietLogs
{
    private static readonly (string Category, LogLevel Level)[] Defaults =
    [
        ("Default", LogLevel.Information),
        ("Microsoft.AspNetCore", LogLevel.Warning),
        ("Microsoft.AspNetCore.DataProtection", LogLevel.Error),
        ("Microsoft.EntityFrameworkCore", LogLevel.Warning),
        ("Microsoft.Extensions.Hosting", LogLevel.Warning),
        ("Microsoft.Hosting.Lifetime", LogLevel.Warning),
        ("MassTransit", LogLevel.Warning),
        ("ModelContextProtocol", LogLevel.Warning),
        ("System.Net.Http", LogLevel.Warning),
    ];

    public static void AddQuietLogs(this WebApplicationBuilder builder)
    {
        foreach (var (category, level) in Defaults)
        {
            var key = $"Logging:LogLevel:{category}";
            if (builder.Configuration[key] is null)
            {
                builder.Configuration[key] = level.ToString();
            }
        }

        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
    }
}
