using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.Gateway.Tests.World.Slack;

/// <summary>
/// Slack, as far as its documentation says what it does: it checks tokens, scopes, memberships and every limit of blocks, asks for a pause
/// when it is posted to too fast, edits what is there and nothing else, and opens a modal once, within three seconds of a click.
/// </summary>
internal sealed partial class SlackServer : IAsyncDisposable
{
    public const string BotToken = "xoxb-1234567890-of-the-bot";
    public const string AppToken = "xapp-1-1234567890-of-the-app";
    public const string SigningSecret = "8f742231b10e8888abcd99yyyzzz85a5";
    public const string Team = "T0HOME";
    public const string Sre = "C0SRE";

    private const int Burst = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly WebApplication _app;
    private readonly SemaphoreSlim _changed = new(0);
    private readonly ConcurrentDictionary<(string Conversation, string Ts), SlackMessageSeen> _messages = new();
    private readonly ConcurrentDictionary<string, (string User, DateTimeOffset At)> _triggers = new();
    private readonly ConcurrentQueue<(string User, JsonElement View)> _views = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<IResult>> _scripts = new();
    private readonly ConcurrentDictionary<string, Queue<DateTimeOffset>> _posts = new();
    private long _names = 1_700_000_000_000_000;

    private SlackServer()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        _app = builder.Build();
        _app.UseWebSockets();
        _app.MapPost("/api/{method}", AnswerAsync);
        Sockets = new SlackSockets();
        _app.Map("/socket/{ticket}", Sockets.ServeAsync);
    }

    public Uri ApiUrl => new(_app.Urls.First() + "/api/");

    public SlackSockets Sockets { get; }

    /// <summary>What the bot's token may do.</summary>
    public HashSet<string> Scopes { get; } = ["chat:write", "im:write", "users:read", "users:read.email", "channels:read"];

    /// <summary>The conversations that the app is a member of.</summary>
    public HashSet<string> Conversations { get; } = [Sre, "C0FIN", "C0ALL"];

    /// <summary>What it says of people: the answer's member <c>user</c>.</summary>
    public Dictionary<string, object> Profiles { get; } = [];

    /// <summary>Nothing is answered while it is down.</summary>
    public bool IsDown { get; set; }

    /// <summary>Every call of a method, in the order in which they came.</summary>
    public ConcurrentQueue<(string Method, JsonElement Arguments)> Calls { get; } = new();

    /// <summary>Every error that it answered with by itself.</summary>
    public ConcurrentQueue<string> Refusals { get; } = new();

    public IReadOnlyList<SlackMessageSeen> Messages => [.. _messages.Values.OrderBy(message => message.Ts, StringComparer.Ordinal)];

    /// <summary>What stands in the conversations by itself, without threads and whispers.</summary>
    public IReadOnlyList<SlackMessageSeen> Cards => [.. Messages.Where(message => message is { ThreadTs: null, OnlyFor: null })];

    public static async Task<SlackServer> StartAsync()
    {
        var slack = new SlackServer();
        await slack._app.StartAsync();
        return slack;
    }

    /// <summary>The next calls of the method fail with this error.</summary>
    public void Refuse(string method, string error, int times = 1) => Script(method, () => Json(new { ok = false, error }), times);

    /// <summary>The next calls of the method are too many.</summary>
    public void Limit(string method, int seconds, int times = 1) => Script(method, () => new Limited(seconds), times);

    public void Delete(SlackMessageSeen message) => _messages.TryRemove((message.Conversation, message.Ts), out _);

    /// <summary>Waits until messages are as they should be.</summary>
    public async Task<IReadOnlyList<SlackMessageSeen>> SeesAsync(Func<IReadOnlyList<SlackMessageSeen>, bool> expected)
    {
        await WaitAsync(() => expected(Messages), () => string.Join("\n\n", Messages.Select(message => $"{message.Conversation} {message.Ts} thread:{message.ThreadTs} for:{message.OnlyFor}\n{message.Words}")));
        return Messages;
    }

    /// <summary>Waits for the one message of the one request there is, until its words hold these.</summary>
    public async Task<SlackMessageSeen> SeesCardAsync(string words = "Approval needed", string conversation = Sre)
    {
        await SeesAsync(_ => Card() is not null);
        return Card()!;

        SlackMessageSeen? Card() => Cards.LastOrDefault(card => card.Conversation == conversation && card.Words.Contains(words, StringComparison.Ordinal));
    }

    /// <summary>Waits for what only this person was told.</summary>
    public async Task<string> SeesWhisperAsync(string user, int count = 1)
    {
        var all = await SeesAsync(messages => messages.Count(message => message.OnlyFor == user) >= count);
        return all.Where(message => message.OnlyFor == user).ElementAt(count - 1).Words;
    }

    /// <summary>Waits for a modal that was opened for this person.</summary>
    public async Task<JsonElement> SeesViewAsync(string user)
    {
        await WaitAsync(() => _views.Any(view => view.User == user), () => "no modal");
        return _views.Last(view => view.User == user).View;
    }

    public string NewTrigger(string user)
    {
        var name = $"{Interlocked.Increment(ref _names)}.trigger";
        _triggers[name] = (user, TimeProvider.System.GetUtcNow());
        return name;
    }

    public void Put(string conversation, SlackMessageSeen message) => _messages[(conversation, message.Ts)] = message with { Conversation = conversation };

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task WaitAsync(Func<bool> done, Func<string> seen)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!done())
        {
            try
            {
                await _changed.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"It was not seen in Slack:\n{seen()}\ncalls: {string.Join(", ", Calls.Select(call => call.Method))}; refused: {string.Join(", ", Refusals)}");
            }
        }
    }

    private async Task<IResult> AnswerAsync(HttpContext context, string method)
    {
        if (IsDown)
        {
            return Results.StatusCode(503);
        }

        var token = method == "apps.connections.open" ? AppToken : BotToken;
        if (context.Request.Headers.Authorization != $"Bearer {token}")
        {
            return Refusal("invalid_auth");
        }

        var arguments = await ReadAsync(context.Request);
        Calls.Enqueue((method, arguments));
        var answer = _scripts.TryGetValue(method, out var script) && script.TryDequeue(out var scripted) ? scripted : Answer(method, arguments, context);
        _changed.Release();
        return answer;
    }

    private void Script(string method, Func<IResult> answer, int times)
    {
        for (var time = 0; time < times; time++)
        {
            _scripts.GetOrAdd(method, _ => new()).Enqueue(answer());
        }
    }

    private string NewTs()
    {
        var name = Interlocked.Increment(ref _names);
        return string.Create(CultureInfo.InvariantCulture, $"{name / 1_000_000}.{name % 1_000_000:000000}");
    }

    private static async Task<JsonElement> ReadAsync(HttpRequest request)
    {
        if (request.HasFormContentType)
        {
            // In a form what is more than a text is JSON.
            return JsonSerializer.SerializeToElement((await request.ReadFormAsync()).ToDictionary(
                field => field.Key,
                field => field.Value.ToString() is ['[' or '{', ..] json ? JsonSerializer.Deserialize<JsonElement>(json) : JsonSerializer.SerializeToElement(field.Value.ToString())));
        }

        using var document = await JsonDocument.ParseAsync(request.Body);
        return document.RootElement.Clone();
    }
}
