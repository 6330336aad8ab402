using System.Text;

namespace Approvals.Gateway.Tests.Reviewing;

/// <summary>What a command writes, while it writes it.</summary>
internal sealed class SeenWriter : TextWriter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly StringBuilder _text = new();
    private readonly SemaphoreSlim _wrote = new(0);

    public override Encoding Encoding => Encoding.UTF8;

    public string Text
    {
        get
        {
            lock (_text)
            {
                return _text.ToString();
            }
        }
    }

    public override void Write(char value) => Write(value.ToString());

    public override void Write(string? value)
    {
        lock (_text)
        {
            _text.Append(value);
        }

        _wrote.Release();
    }

    public override void WriteLine(string? value) => Write(value + "\n");

    public async Task SeesAsync(string words)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!Text.Contains(words, StringComparison.Ordinal))
        {
            try
            {
                await _wrote.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"'{words}' was not written:\n{Text}");
            }
        }
    }
}
