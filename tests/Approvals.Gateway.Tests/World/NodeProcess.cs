using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace Approvals.Gateway.Tests.World;

/// <summary>A node script that reads a JSON command a line and answers with JSON lines that carry the command's number.</summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly ConcurrentDictionary<int, Pending> pending = new();
    private readonly StringBuilder complaints = new();
    private readonly Task reading;
    private readonly Lock writing = new();
    private int last;

    private NodeProcess(Process process)
    {
        this.process = process;
        process.ErrorDataReceived += (_, line) => { lock (complaints) { complaints.AppendLine(line.Data); } };
        process.BeginErrorReadLine();
        reading = ReadAnswers();
    }

    /// <summary>A command that was sent: what it answers, and the notifications on the way.</summary>
    internal sealed record Command(int Number, Task<JsonElement> Result, ChannelReader<JsonElement> Progress);

    private sealed record Pending(TaskCompletionSource<JsonElement> Result, Channel<JsonElement> Progress);

    public static NodeProcess Start(string script)
    {
        var folder = Path.GetDirectoryName(script)!;
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            throw new InvalidOperationException($"The TypeScript clients are not installed: run `npm ci` in {folder} (infra/test.sh does).");
        }

        var start = new ProcessStartInfo("node", [script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
            WorkingDirectory = folder,
        };
        return new(Process.Start(start)!);
    }

    public Command Send(Dictionary<string, object?> command)
    {
        var number = Interlocked.Increment(ref last);
        var mine = new Pending(new(TaskCreationOptions.RunContinuationsAsynchronously), Channel.CreateUnbounded<JsonElement>());
        pending[number] = mine;
        command["n"] = number;
        lock (writing)
        {
            process.StandardInput.WriteLine(JsonSerializer.Serialize(command, Wire));
            process.StandardInput.Flush();
        }

        return new(number, mine.Result.Task, mine.Progress.Reader);
    }

    public void Kill() => process.Kill(entireProcessTree: true);

    public async ValueTask DisposeAsync()
    {
        try
        {
            process.StandardInput.Close();
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(5));
        }
        catch (Exception error) when (error is TimeoutException or IOException)
        {
            Kill();
            await process.WaitForExitAsync();
        }

        await reading;
        process.Dispose();
    }

    private static readonly JsonSerializerOptions Wire = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    private async Task ReadAnswers()
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            var answer = JsonElement.Parse(line);
            var number = answer.GetProperty("n").GetInt32();
            if (answer.TryGetProperty("progress", out var progress))
            {
                // Notifications may come after the result; nobody waits for those.
                pending.GetValueOrDefault(number)?.Progress.Writer.TryWrite(progress);
            }
            else if (pending.TryRemove(number, out var asked))
            {
                Settle(asked, answer);
            }
        }

        foreach (var asked in pending.Values)
        {
            asked.Progress.Writer.TryComplete();
            asked.Result.TrySetException(new IOException($"The node process ended. {Complaints}"));
        }
    }

    private static void Settle(Pending asked, JsonElement answer)
    {
        asked.Progress.Writer.TryComplete();
        if (answer.TryGetProperty("error", out var error))
        {
            asked.Result.TrySetException(new TypeScriptClientException(error.GetProperty("message").ToString(), error));
        }
        else
        {
            asked.Result.TrySetResult(answer.GetProperty("result"));
        }
    }

    private string Complaints
    {
        get { lock (complaints) { return complaints.ToString(); } }
    }
}
