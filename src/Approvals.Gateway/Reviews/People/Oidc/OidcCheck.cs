using System.Text.Json;
using Approvals.Gateway.Configuration;

namespace Approvals.Gateway.Reviews.People.Oidc;

/// <summary>Whether the provider's discovery document can be read, and says where people sign in.</summary>
internal static class OidcCheck
{
    private const string Subject = "identity provider";
    private const int LargestAnswer = 1 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly string[] Needed = ["issuer", "authorization_endpoint", "token_endpoint", "jwks_uri"];

    public static async Task<Diagnosis> LookAsync(OidcOptions options, TimeProvider clock, CancellationToken stop)
    {
        if (!options.IsOn)
        {
            return new Diagnosis.Fine(Subject, "none is configured; people sign in with their tokens.");
        }

        var address = $"{options.Authority!.TrimEnd('/')}/.well-known/openid-configuration";
        using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = LargestAnswer };
        using var limit = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        try
        {
            using var document = JsonDocument.Parse(await http.GetByteArrayAsync(address, either.Token));
            return Needed.FirstOrDefault(member => !Has(document.RootElement, member)) is { } missing
                ? Broken($"was read, and has no {missing}; is Oidc:Authority the provider's address?")
                : new Diagnosis.Fine(Subject, $"{address} can be read.");
        }
        catch (Exception broken) when (broken is HttpRequestException or JsonException or OperationCanceledException)
        {
            stop.ThrowIfCancellationRequested();
            return Broken(broken switch
            {
                HttpRequestException { StatusCode: { } status } => $"answered {(int)status}; is Oidc:Authority the provider's address?",
                HttpRequestException unreachable => $"cannot be reached ({unreachable.HttpRequestError}); see whether the provider runs, and whether its certificate is trusted here.",
                JsonException => "is not JSON; is Oidc:Authority the provider's address?",
                _ => $"was not answered within {Patience.TotalSeconds:0} s; see whether the provider runs.",
            });
        }

        Diagnosis.Broken Broken(string why) => new(Subject, $"{address} {why} Until then nobody signs in with it.");
    }

    private static bool Has(JsonElement document, string member) =>
        document.ValueKind == JsonValueKind.Object && document.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String;
}
