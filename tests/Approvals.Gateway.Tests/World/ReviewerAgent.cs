using System.Net.Http.Json;
using System.Text.Json;

namespace Approvals.Gateway.Tests.World;

/// <summary>A reviewer's program: it decides over the JSON API.</summary>
internal sealed class ReviewerAgent(HttpClient http)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public HttpClient Http => http;

    public async Task<JsonElement> ListAsync(string status = "pending") =>
        (await http.GetFromJsonAsync<JsonElement>($"/api/approvals?status={status}")).GetProperty("items");

    public Task<JsonElement> GetAsync(string id) => http.GetFromJsonAsync<JsonElement>($"/api/approvals/{id}");

    public Task<HttpResponseMessage> DecideAsync(JsonElement approval, string decision, string? reason = null) =>
        http.PostAsJsonAsync($"/api/approvals/{approval.GetProperty("id").GetString()}/decision", new
        {
            decision,
            reason,
            fingerprint = approval.GetProperty("fingerprint").GetString(),
        });

    public async Task ApproveAsync(JsonElement approval) => (await DecideAsync(approval, "approve")).EnsureSuccessStatusCode();

    public async Task DenyAsync(JsonElement approval, string? reason = null) => (await DecideAsync(approval, "deny", reason)).EnsureSuccessStatusCode();

    /// <summary>Looks until so many requests are pending, newest first.</summary>
    public Task<JsonElement[]> SeesPendingAsync(int count = 1) => SeesAsync("pending", count);

    public async Task<JsonElement[]> SeesAsync(string status, int count)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var rounds = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            var items = (await ListAsync(status)).EnumerateArray().ToArray();
            if (items.Length == count)
            {
                return items;
            }

            await rounds.WaitForNextTickAsync(limit.Token);
        }
    }

    public async Task<JsonElement> SeesOneAsync() => (await SeesPendingAsync())[0];
}
