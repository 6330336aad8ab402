using System.Text.Json.Serialization;

namespace Approvals.Gateway.Audit;

internal static class AuditSetup
{
    public static void AddAudit(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<CallJournal>();
        builder.Services.AddHostedService(services => services.GetRequiredService<CallJournal>());
    }
}

/// <summary>The detail of a call's audit row.</summary>
internal sealed record CallDetail(string Upstream, string Tool, string Rule, string PolicyVersion);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CallDetail))]
internal sealed partial class AuditJson : JsonSerializerContext;
