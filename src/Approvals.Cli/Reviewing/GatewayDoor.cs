using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Approvals.Cli.Reviewing;

/// <summary>The gateway's JSON API, as one reviewer's program sees it.</summary>
internal sealed class GatewayDoor(Uri url, string token) : IDisposable
{
    /// <summary>As many as the API gives at once.</summary>
    public const int MostAtOnce = 200;

    private readonly HttpClient http = new() { BaseAddress = Rooted(url), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };

    public Uri Hub => new(http.BaseAddress!, "hubs/approvals");

    public string Token => token;

    public void Dispose() => http.Dispose();

    /// <summary>Requests, newest first, and whether there are more than these.</summary>
    public async Task<(IReadOnlyList<Approval> Items, bool HasMore)> ListAsync(string status, CancellationToken stop)
    {
        var page = await ReadAsync(await http.GetAsync($"api/approvals?status={Uri.EscapeDataString(status)}&limit={MostAtOnce}", stop), stop);
        return ([.. page.GetProperty("items").EnumerateArray().Select(item => new Approval(item))], page.GetProperty("nextCursor").ValueKind == JsonValueKind.String);
    }

    public async Task<Approval> FindAsync(string id, CancellationToken stop) =>
        new(await ReadAsync(await http.GetAsync(Path(id), stop), stop));

    /// <summary>Records a decision about what has this fingerprint.</summary>
    public async Task<Approval> DecideAsync(string id, string decision, string? reason, string fingerprint, CancellationToken stop) =>
        new(await ReadAsync(await http.PostAsJsonAsync($"{Path(id)}/decision", new { decision, reason, fingerprint }, stop), stop));

    /// <summary>Records what was found out about an unknown outcome: <c>ran</c> or <c>did_not_run</c>.</summary>
    public async Task<Approval> SettleAsync(string id, string outcome, string reason, CancellationToken stop) =>
        new(await ReadAsync(await http.PostAsJsonAsync($"{Path(id)}/settlement", new { outcome, reason }, stop), stop));

    private static string Path(string id) => $"api/approvals/{Uri.EscapeDataString(id)}";

    private static Uri Rooted(Uri url) => url.AbsoluteUri.EndsWith('/') ? url : new Uri(url.AbsoluteUri + "/");

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer, CancellationToken stop)
    {
        using var _ = answer;
        if (answer.StatusCode == HttpStatusCode.Unauthorized)
        {
            throw GatewayRefusal.OfToken;
        }

        try
        {
            var body = await answer.Content.ReadFromJsonAsync<JsonElement>(stop);
            return answer.IsSuccessStatusCode ? body : throw new GatewayRefusal(body.GetProperty("detail").GetString()!);
        }
        catch (Exception unreadable) when (unreadable is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new HttpRequestException($"It answered {(int)answer.StatusCode}, and not as a gateway does.", unreadable);
        }
    }
}

/// <summary>The gateway heard us and said no.</summary>
internal sealed class GatewayRefusal(string sentence) : Exception(sentence)
{
    public static GatewayRefusal OfToken => new("The gateway does not know this token.");
}
