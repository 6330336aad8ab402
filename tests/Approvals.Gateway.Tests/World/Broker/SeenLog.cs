using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Approvals.Gateway.Tests.World.Broker;

/// <summary>Everything that is logged, for tests that ask what an operator could read.</summary>
internal sealed class SeenLog : ILoggerProvider
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly ConcurrentQueue<SeenLine> _lines = new();
    private readonly SemaphoreSlim _wrote = new(0);

    public IReadOnlyList<SeenLine> Lines => [.. _lines];

    public int CountOf(string words) => _lines.Count(line => line.Text.Contains(words, StringComparison.Ordinal));

    /// <summary>Waits until so many lines have these words.</summary>
    public async Task<SeenLine> SeesAsync(string words, int count = 1)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (CountOf(words) < count)
        {
            try
            {
                await _wrote.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"'{words}' was not seen {count} times in:\n{string.Join('\n', Lines)}");
            }
        }

        return _lines.Last(line => line.Text.Contains(words, StringComparison.Ordinal));
    }

    public ILogger CreateLogger(string categoryName) => new Scribe(this, categoryName);

    public void Dispose()
    {
        // It is asked after the gateway has gone.
    }

    private void Add(SeenLine line)
    {
        _lines.Enqueue(line);
        _wrote.Release();
    }

    private sealed class Scribe(SeenLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Add(new SeenLine(logLevel, category, formatter(state, exception), exception));
    }
}

/// <summary>One line of the log.</summary>
internal sealed record SeenLine(LogLevel Level, string Category, string Text, Exception? Exception);
