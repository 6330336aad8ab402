using System.Diagnostics;
using System.Text;

namespace Approvals.Gateway.Tests.World;

/// <summary>One of our programs as a process of its own, whose output can be waited for, and which can be killed at any instant.</summary>
internal sealed class ProgramProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly SemaphoreSlim _wrote = new(0);

    private ProgramProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Everything that it has written so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public int ExitCode => _process.ExitCode;

    public bool HasEnded => _process.HasExited;

    /// <param name="program">A type of the program's assembly.</param>
    /// <param name="dataHome">What it takes for the user's data folder.</param>
    /// <param name="args">Its command line.</param>
    public static ProgramProcess Start(Type program, string dataHome, params string[] args) =>
        StartFile(program.Assembly.Location, dataHome, [], args);

    /// <param name="assembly">The program's file.</param>
    /// <param name="dataHome">What it takes for the user's data folder.</param>
    /// <param name="environment">What it finds in its environment beside ours.</param>
    /// <param name="args">Its command line.</param>
    public static ProgramProcess StartFile(string assembly, string dataHome, Dictionary<string, string> environment, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [assembly, .. args])
        {
            WorkingDirectory = dataHome,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["XDG_DATA_HOME"] = dataHome;
        // It lives for seconds: what it would learn about itself comes too late.
        start.Environment["DOTNET_TieredPGO"] = "0";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new ProgramProcess(Process.Start(start)!);
    }

    /// <summary>Waits until its output holds what <paramref name="find"/> looks for.</summary>
    public async Task<T> SeesAsync<T>(Func<string, T?> find)
        where T : class
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            if (find(Output) is { } found)
            {
                return found;
            }

            try
            {
                await _wrote.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"It was not seen in:\n{Output}");
            }
        }
    }

    public Task SaysAsync(string text) => SeesAsync(output => output.Contains(text, StringComparison.Ordinal) ? text : null);

    public async Task<int> EndsAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <summary>SIGTERM: it may say good-bye.</summary>
    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>SIGKILL: nothing in it gets to say good-bye.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
        _wrote.Dispose();
    }

    private void Add(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            _output.AppendLine(line);
        }

        _wrote.Release();
    }
}
