using System.Globalization;
using System.Security.Cryptography;

namespace Approvals.Chaos.Plans;

/// <summary>What infra/chaos.sh sets; the form that runs with every test where it sets nothing.</summary>
internal sealed record ChaosSettings(TimeSpan Length, int Seed, bool IsOverRabbitMq)
{
    private const string Minutes = "APPROVALS_CHAOS_MINUTES";
    private const string SeedName = "APPROVALS_CHAOS_SEED";
    private const string Transport = "APPROVALS_CHAOS_TRANSPORT";

    public static ChaosSettings Read() => new(
        TimeSpan.FromMinutes(Number(Minutes) ?? 2),
        (int)(Number(SeedName) ?? RandomNumberGenerator.GetInt32(int.MaxValue)),
        Named(Transport) switch
        {
            "rabbitmq" => true,
            "inmemory" => false,
            null => Named("APPROVALS_RABBITMQ_URL") is not null,
            var other => throw new InvalidOperationException($"{Transport} is '{other}': write rabbitmq or inmemory."),
        });

    private static double? Number(string name) => Named(name) switch
    {
        null => null,
        var text when double.TryParse(text, CultureInfo.InvariantCulture, out var number) && number > 0 => number,
        var text => throw new InvalidOperationException($"{name} is '{text}': write a number above nought."),
    };

    private static string? Named(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? text : null;
}
