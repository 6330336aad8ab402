namespace Approvals.Gateway.Configuration;

/// <summary>Keeps a second gateway off the same data, for as long as this process lives; the system lets go of it with the process.</summary>
internal sealed class DirectoryLock : IHostedService, IDisposable
{
    private readonly FileStream file;

    private DirectoryLock(FileStream file) => this.file = file;

    /// <exception cref="ConfigurationProblems">Another process has it, or the file cannot be opened.</exception>
    public static DirectoryLock Take(DataDirectory directory)
    {
        try
        {
            var how = DataDirectory.ForOwnerOnly(FileMode.OpenOrCreate, FileAccess.ReadWrite);
            return new DirectoryLock(new FileStream(directory.PathOf("gateway.lock"), how));
        }
        catch (IOException held) when (IsHeld(held))
        {
            throw new ConfigurationProblems(
                $"Gateway:DataDirectory: another gateway runs on {directory.Root}; stop it, or give this one a directory of its own");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationProblems($"Gateway:DataDirectory: {directory.Root} cannot be written to: {refused.Message}");
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => file.Dispose();

    // EWOULDBLOCK on Linux and on macOS, ERROR_SHARING_VIOLATION on Windows.
    private static bool IsHeld(IOException refused) => refused.HResult is 11 or 35 or unchecked((int)0x80070020);
}
