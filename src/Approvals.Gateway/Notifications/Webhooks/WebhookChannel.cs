using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Approvals.Gateway.Configuration;
using Approvals.Requests;

namespace Approvals.Gateway.Notifications.Webhooks;

/// <summary>
/// Tells programs of requests. A message says where a request stands, not each step to there: what a receiver missed while it was away is in
/// the next one.
/// </summary>
internal sealed class WebhookChannel(IReadOnlyDictionary<string, WebhookOptions> webhooks, PublicAddress address, TimeProvider clock) : INotificationChannel, IDisposable
{
    private const string Known = "known";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = Patience,
    };

    public string Name => "webhook";

    public IEnumerable<string> RecipientsOf(ApprovalRequest request) => webhooks.Keys;

    public async Task<Told> TellAsync(string recipient, string? handle, ApprovalRequest request, CancellationToken stop)
    {
        if (!webhooks.TryGetValue(recipient, out var webhook))
        {
            return new Told.Never("It is not configured any more.");
        }

        var message = WebhookMessage.Of(request, isFirst: handle is null, webhook.Arguments, address.Of($"approvals/{request.Id}"));
        using var post = Request(webhook, message);
        try
        {
            using var answer = await http.SendAsync(post, HttpCompletionOption.ResponseHeadersRead, stop);
            return Judge(answer);
        }
        catch (Exception broken) when (broken is HttpRequestException || (broken is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return new Told.Later(
                broken is HttpRequestException failed ? $"It could not be reached ({failed.HttpRequestError})." : $"It did not answer within {Patience.TotalSeconds:0} s.",
                HoldsQueue: true);
        }
    }

    public void Dispose() => http.Dispose();

    private HttpRequestMessage Request(WebhookOptions webhook, WebhookMessage message)
    {
        var now = clock.GetUtcNow();
        var secrets = new[] { webhook.Secret, webhook.PreviousSecret }.Select(WebhookSecret.Read).OfType<WebhookSecret>();
        var post = new HttpRequestMessage(HttpMethod.Post, webhook.Url) { Content = new ReadOnlyMemoryContent(message.Body) };
        post.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        post.Headers.Add("webhook-id", message.Id);
        post.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        post.Headers.TryAddWithoutValidation("webhook-signature", string.Join(' ', secrets.Select(secret => secret.Sign(message.Id, now, message.Body.Span))));
        return post;
    }

    private Told Judge(HttpResponseMessage answer)
    {
        var status = (int)answer.StatusCode;
        return answer.StatusCode switch
        {
            _ when answer.IsSuccessStatusCode => new Told.Done(Known),
            HttpStatusCode.Gone => new Told.Later("It answered 410: it wants no more messages. Remove it from Webhooks.", LongestPause, HoldsQueue: true),
            HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => new Told.Later($"It answered {status}.", PauseOf(answer), HoldsQueue: true),
            _ => new Told.Later($"It answered {status}.", PauseOf(answer)),
        };
    }

    private TimeSpan? PauseOf(HttpResponseMessage answer) =>
        (answer.Headers.RetryAfter?.Delta ?? (answer.Headers.RetryAfter?.Date - clock.GetUtcNow())) is not { } wanted || wanted < TimeSpan.Zero ? null
        : wanted < LongestPause ? wanted : LongestPause;
}
