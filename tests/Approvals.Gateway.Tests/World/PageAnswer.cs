using System.Text.Json;

namespace Approvals.Gateway.Tests.World;

/// <summary>What came back, read to its end.</summary>
internal sealed record PageAnswer(int Status, string Body, HttpResponseMessage Message)
{
    public string? Location => Message.Headers.Location?.OriginalString;

    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Body);

    public string? Code => Json.GetProperty("code").GetString();

    public string? Detail => Json.GetProperty("detail").GetString();

    public string? Header(string name) =>
        Message.Headers.TryGetValues(name, out var values) || Message.Content.Headers.TryGetValues(name, out values) ? string.Join(", ", values) : null;

    public static async Task<PageAnswer> ReadAsync(HttpResponseMessage message) =>
        new((int)message.StatusCode, await message.Content.ReadAsStringAsync(), message);
}
