using Approvals.Gateway.Configuration;
using Approvals.Gateway.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Configuration.Memory;

namespace Approvals.Gateway.Startup;

internal static class ConfigurationSetup
{
    /// <summary>
    /// Reads every source, later ones over earlier ones: appsettings.json, appsettings.{Environment}.json, the file of <c>--config</c> or
    /// <c>APPROVALS_CONFIG</c>, a file per key in <paramref name="secrets"/>, the environment, the command line. Registers what it read.
    /// </summary>
    /// <exception cref="ConfigurationProblems">Anything in it is wrong.</exception>
    public static GatewayConfiguration AddConfiguration(this WebApplicationBuilder builder, string[] args, string secrets = "/run/secrets")
    {
        var file = ConfigurationFile.Named(args, Environment.GetEnvironmentVariable("APPROVALS_CONFIG"));
        var flat = new FlatConfiguration();
        foreach (var source in InOrder(builder.Configuration, file, secrets))
        {
            flat.Lay(source);
        }

        flat.Ignore(ConfigurationCheck.Sections);
        var baseDirectory = file?.Folder ?? Path.GetFullPath(builder.Environment.ContentRootPath);
        ResolvePaths(flat.Values, baseDirectory, file is null ? DataDirectory.OfTheUser() : Path.Combine(baseDirectory, "data"));
        ListenAddresses.AddDefault(flat.Values);

        builder.Configuration.Sources.Clear();
        builder.Configuration.Sources.Add(new MemoryConfigurationSource { InitialData = flat.Values });
        var configuration = new ConfigurationCheck(builder.Configuration, flat.Written).Read(baseDirectory);
        if (configuration.IsDemo)
        {
            builder.WebHost.KeepDemoOnLoopback();
        }

        Register(builder.Services, configuration);
        return configuration;
    }

    /// <summary>Takes the data directory for this process, and makes or reads the installation's key.</summary>
    /// <exception cref="ConfigurationProblems">The directory cannot be used, or another process has it.</exception>
    public static DataDirectory AddDataDirectory(this WebApplicationBuilder builder, GatewayConfiguration configuration)
    {
        var directory = DataDirectory.Open(configuration.Gateway.DataDirectory!);
        var taken = DirectoryLock.Take(directory);
        try
        {
            builder.Services.AddSingleton(InstallationKey.ReadOrMake(directory));
        }
        catch
        {
            taken.Dispose();
            throw;
        }

        builder.Services.AddSingleton(directory);
        builder.Services.AddDataProtection().SetApplicationName("approvals").PersistKeysToFileSystem(new DirectoryInfo(directory.PathOf("keys")));
        // As a hosted service the container makes it its own at start, and lets the lock go with the host and not before.
        builder.Services.AddHostedService(_ => taken);
        return directory;
    }

    private static IEnumerable<IConfigurationProvider> InOrder(IConfigurationRoot host, ConfigurationFile? file, string secrets)
    {
        var providers = host.Providers.ToList();
        var appSettings = providers.FindLastIndex(provider => provider is JsonConfigurationProvider);
        var position = appSettings >= 0 ? appSettings + 1 : Math.Max(0, providers.FindLastIndex(provider => provider is EnvironmentVariablesConfigurationProvider));
        List<IConfigurationProvider> ours = file is null ? [] : [file.Read()];
        ours.AddRange(Secrets(secrets));
        return [.. providers[..position], .. ours, .. providers[position..]];
    }

    private static IEnumerable<IConfigurationProvider> Secrets(string folder)
    {
        try
        {
            return Directory.Exists(folder)
                ? new ConfigurationBuilder().AddKeyPerFile(folder, optional: true, reloadOnChange: false).Build().Providers
                : [];
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationProblems($"secrets: a file in {folder} cannot be read: {closed.Message}");
        }
    }

    private static void ResolvePaths(Dictionary<string, string?> values, string baseDirectory, string dataByDefault)
    {
        string Absolute(string path) => Path.GetFullPath(path, baseDirectory);
        string? Given(string key) => values.TryGetValue(key, out var value) && !string.IsNullOrEmpty(value) ? value : null;

        var data = Given("Gateway:DataDirectory") is { } directory ? Absolute(directory) : dataByDefault;
        values["Gateway:DataDirectory"] = data;
        values["Storage:ConnectionString"] = StorageOptions.WithFile(
            Given("Storage:ConnectionString") ?? $"Data Source=\"{Path.Combine(data, "approvals.db")}\"", Absolute);
        if (Given("Policies:Directory") is { } policies)
        {
            values["Policies:Directory"] = Absolute(policies);
        }
    }

    private static void Register(IServiceCollection services, GatewayConfiguration configuration) =>
        services.AddSingleton(configuration)
            .AddSingleton(configuration.Gateway)
            .AddSingleton(configuration.Upstreams)
            .AddSingleton(configuration.Grants)
            .AddSingleton(configuration.Reviewers)
            .AddSingleton(configuration.Policies)
            .AddSingleton(configuration.Storage)
            .AddSingleton(configuration.Messaging)
            .AddSingleton(configuration.Notifications.Slack)
            .AddSingleton<PublicAddress>();
}
