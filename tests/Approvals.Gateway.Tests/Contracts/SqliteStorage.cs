using Approvals.Gateway.Configuration;
using Approvals.Gateway.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.Gateway.Tests.Contracts;

/// <summary>The storage as the gateway sets it up, over a file. It can be stopped and started again over the same file.</summary>
internal sealed class SqliteStorage : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("approvals-store-");
    private readonly List<WebApplication> _apps = [];

    /// <summary>What the storage is told of the configuration; read at each start. Without a word there is room for every test.</summary>
    public GatewayOptions Options { get; set; } = StorageOver.Roomy;

    public string Folder => _folder.FullName;

    public CommitGate Gate { get; } = new();

    public string File => Path.Combine(_folder.FullName, "approvals.db");

    public ApprovalStore Store => Get<ApprovalStore>();

    public WriteQueue Writes => Get<WriteQueue>();

    public LimitStore Limits => Get<LimitStore>();

    public static async Task<SqliteStorage> StartAsync(GatewayOptions? options = null)
    {
        var storage = new SqliteStorage();
        storage.Options = options ?? storage.Options;
        await storage.RestartAsync();
        return storage;
    }

    public T Get<T>()
        where T : notnull => _apps[^1].Services.GetRequiredService<T>();

    public Task<ApprovalsDb> OpenAsync() => Get<IDbContextFactory<ApprovalsDb>>().CreateDbContextAsync();

    /// <summary>What is committed: counted on a connection of its own.</summary>
    public async Task<int> CountAsync<T>(Func<ApprovalsDb, IQueryable<T>> rows)
    {
        await using var database = await OpenAsync();
        return await rows(database).CountAsync();
    }

    /// <summary>What somebody does who has the database and nothing else.</summary>
    public async Task<int> TamperAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>How the database would go about a query.</summary>
    public async Task<string> ExplainAsync(string query)
    {
        await using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"EXPLAIN QUERY PLAN {query}";
        await using var plan = await command.ExecuteReaderAsync();
        var steps = new List<string>();
        while (await plan.ReadAsync())
        {
            steps.Add(plan.GetString(3));
        }

        return string.Join('\n', steps);
    }

    public async Task RestartAsync()
    {
        await StopAsync();
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddLogging();
        builder.AddStorageOver(_folder.FullName, Options);
        builder.Services.ConfigureDbContext<ApprovalsDb>(options => options.AddInterceptors(Gate));
        _apps.Add(builder.Build());
        await _apps[^1].PrepareStorageAsync();
        await Writes.StartAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        Gate.Open();
        await StopAsync();
        foreach (var app in _apps)
        {
            await app.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    private async Task StopAsync()
    {
        if (_apps.Count > 0)
        {
            await Writes.StopAsync(CancellationToken.None);
        }
    }
}

internal static class StorageOver
{
    /// <summary>Options with room for every test.</summary>
    public static GatewayOptions Roomy { get; } = new()
    {
        MaxPendingPerGrant = 10_000,
        MaxPendingPerOwner = 10_000,
        MaxOpenedPerMinutePerGrant = 10_000,
        MaxOpenedPerMinutePerOwner = 10_000,
    };

    /// <summary>The storage, with its file and its keys in one folder.</summary>
    public static void AddStorageOver(this WebApplicationBuilder builder, string folder, GatewayOptions options)
    {
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(InstallationKey.ReadOrMake(DataDirectory.Open(folder)));
        builder.Services.AddDataProtection().SetApplicationName("approvals").PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(folder, "keys")));
        builder.AddStorage($"Data Source={Path.Combine(folder, "approvals.db")}");
    }
}
