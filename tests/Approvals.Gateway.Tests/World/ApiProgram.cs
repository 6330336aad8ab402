using System.Text;
using System.Text.Json;

namespace Approvals.Gateway.Tests.World;

/// <summary>A reviewer's program: it brings a token and speaks JSON.</summary>
internal sealed class ApiProgram(HttpClient http, string? authorization)
{
    public Task<PageAnswer> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    public Task<PageAnswer> DecideAsync(string id, string decision, string? reason = null, string? fingerprint = null) =>
        PostAsync(id, JsonSerializer.Serialize(new { decision, reason, fingerprint = fingerprint ?? PageWorld.FingerprintOf(id) }));

    public Task<PageAnswer> PostAsync(string id, string body, string contentType = "application/json") =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, $"/api/approvals/{id}/decision")
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { { "Content-Type", contentType } } },
        });

    public Task<PageAnswer> ExtendAsync(string id) => SendAsync(new HttpRequestMessage(HttpMethod.Post, $"/api/approvals/{id}/extension"));

    private async Task<PageAnswer> SendAsync(HttpRequestMessage request)
    {
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        return await PageAnswer.ReadAsync(await http.SendAsync(request));
    }
}
