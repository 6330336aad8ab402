using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Approvals.Gateway.Notifications.Slack.Api;

/// <summary>Calls methods of Slack's Web API. One try each: who asks knows whether and when to try again.</summary>
internal sealed class SlackClient(SlackOptions options) : IDisposable
{
    private const int LargestAnswer = 1 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan UnnamedPause = TimeSpan.FromSeconds(30);

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        BaseAddress = new Uri(options.ApiUrl),
        Timeout = Patience,
        MaxResponseContentBufferSize = LargestAnswer,
    };

    /// <summary>As the bot.</summary>
    public Task<SlackAnswer> CallAsync<T>(string method, T arguments, JsonTypeInfo<T> shape, CancellationToken stop)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(arguments, shape));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        return CallAsync(method, options.BotToken!, content, stop);
    }

    /// <summary>As the bot, a method that reads no JSON: its arguments are a form.</summary>
    public Task<SlackAnswer> CallAsync(string method, IEnumerable<KeyValuePair<string, string>> arguments, CancellationToken stop) =>
        CallAsync(method, options.BotToken!, new FormUrlEncodedContent(arguments), stop);

    /// <summary>As the app: only Socket Mode asks for that.</summary>
    public Task<SlackAnswer> CallAsAppAsync(string method, CancellationToken stop) =>
        CallAsync(method, options.AppToken!, new FormUrlEncodedContent([]), stop);

    public void Dispose() => http.Dispose();

    private async Task<SlackAnswer> CallAsync(string method, string token, HttpContent content, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, method) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        try
        {
            using var response = await http.SendAsync(request, stop);
            return await ReadAsync(method, response, stop);
        }
        catch (Exception broken) when (broken is HttpRequestException or JsonException || (broken is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return new SlackAnswer.Unreachable(broken is OperationCanceledException
                ? $"{method} was not answered within {Patience.TotalSeconds:0} s."
                : $"{method} could not be called ({(broken as HttpRequestException)?.HttpRequestError.ToString() ?? broken.GetType().Name}).");
        }
    }

    // Only 200 and 429 mean anything: a refusal is a 200 whose body says so.
    private static async Task<SlackAnswer> ReadAsync(string method, HttpResponseMessage response, CancellationToken stop)
    {
        if (response.StatusCode == HttpStatusCode.TooManyRequests)
        {
            return new SlackAnswer.Limited(response.Headers.RetryAfter?.Delta ?? UnnamedPause);
        }

        if (response.StatusCode != HttpStatusCode.OK)
        {
            return new SlackAnswer.Unreachable($"{method} was answered with HTTP {(int)response.StatusCode}.");
        }

        await using var body = await response.Content.ReadAsStreamAsync(stop);
        using var document = await JsonDocument.ParseAsync(body, cancellationToken: stop);
        var root = document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : throw new JsonException();
        if (root.TryGetProperty("ok", out var ok) && ok.ValueKind == JsonValueKind.True)
        {
            return new SlackAnswer.Ok(root) { Scopes = ScopesOf(response), At = response.Headers.Date };
        }

        return new SlackAnswer.Refused(root.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.String ? error.GetString()! : "no_error_named");
    }
    private static string[]? ScopesOf(HttpResponseMessage response) => response.Headers.TryGetValues("X-OAuth-Scopes", out var values)
        ? string.Join(',', values).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        : null;
}
