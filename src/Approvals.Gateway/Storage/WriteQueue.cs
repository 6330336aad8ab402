using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;

namespace Approvals.Gateway.Storage;

/// <summary>
/// The one writer. SQLite lets one transaction write at a time, and each costs a disk flush: so writes queue here,
/// and all that wait go into one transaction. A write is acknowledged only after its commit.
/// </summary>
internal sealed partial class WriteQueue(IDbContextFactory<ApprovalsDb> databases, ILogger<WriteQueue> log) : BackgroundService
{
    private const int MostInOneTransaction = 256;
    private const string BeforeThis = "BeforeThis";

    private readonly Channel<Write> _waiting = Channel.CreateBounded<Write>(new BoundedChannelOptions(10_000) { SingleReader = true });

    /// <summary>Runs <paramref name="work"/> in a transaction and returns its answer once it is on disk. If it throws, nothing of it is kept.</summary>
    public async Task<T> RunAsync<T>(Func<ApprovalsDb, Task<T>> work)
    {
        var write = new Write<T>(work);
        await _waiting.Writer.WriteAsync(write);
        return await write.Answer;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // What was accepted is still written; what comes now is told so.
        _waiting.Writer.TryComplete();
        if (ExecuteTask is { } running)
        {
            await running.WaitAsync(cancellationToken);
        }

        await base.StopAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(WriteAllAsync, CancellationToken.None);

    private async Task WriteAllAsync()
    {
        var batch = new List<Write>();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < MostInOneTransaction && _waiting.Reader.TryRead(out var write))
            {
                batch.Add(write);
            }

            await CommitAsync(batch);
        }
    }

    private async Task CommitAsync(List<Write> batch)
    {
        try
        {
            await using var database = await databases.CreateDbContextAsync();
            database.Database.AutoSavepointsEnabled = false;
            await using var transaction = await database.Database.BeginTransactionAsync();
            foreach (var write in batch)
            {
                await transaction.CreateSavepointAsync(BeforeThis);
                if (!await write.RunAsync(database))
                {
                    await transaction.RollbackToSavepointAsync(BeforeThis);
                }

                database.ChangeTracker.Clear();
            }

            await transaction.CommitAsync();
        }
        catch (Exception broken)
        {
            LogLostBatch(log, batch.Count, broken);
            batch.ForEach(write => write.Fail(broken));
            return;
        }

        batch.ForEach(write => write.Acknowledge());
    }

    private abstract class Write
    {
        /// <summary>Returns false if it failed and must be rolled back by itself.</summary>
        public abstract Task<bool> RunAsync(ApprovalsDb database);

        public abstract void Acknowledge();

        public abstract void Fail(Exception why);
    }

    private sealed class Write<T>(Func<ApprovalsDb, Task<T>> work) : Write
    {
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _answer;

        public Task<T> Answer => _done.Task;

        public override async Task<bool> RunAsync(ApprovalsDb database)
        {
            try
            {
                _answer = await work(database);
                return true;
            }
            catch (Exception broken)
            {
                _done.TrySetException(broken);
                return false;
            }
        }

        public override void Acknowledge() => _done.TrySetResult(_answer!);

        public override void Fail(Exception why) => _done.TrySetException(why);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} writes were rolled back: the database refused the transaction.")]
    private static partial void LogLostBatch(ILogger log, int count, Exception exception);
}
