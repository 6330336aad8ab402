namespace Approvals.Gateway.Tests.Reviewing;

/// <summary>A reviewer's terminal: our commands against a real gateway, and what they wrote.</summary>
internal sealed class Terminal(Uri gateway, string? token) : IDisposable
{
    private readonly SeenWriter _output = new();
    private readonly SeenWriter _errors = new();

    public string Output => _output.Text;

    public string Errors => _errors.Text;

    public Task<int> RunAsync(params string[] args) => RunAsync("", args);

    /// <summary>Runs a command whose user types something.</summary>
    public Task<int> RunAsync(string typed, string[] args, CancellationToken stop = default) =>
        Cli.Program.RunAsync([.. args, "--url", gateway.ToString(), .. token is null ? [] : new[] { "--token", token }], _output, _errors, new StringReader(typed), stop);

    public void Dispose()
    {
        _output.Dispose();
        _errors.Dispose();
    }

    public Task WritesAsync(string text) => _output.SeesAsync(text);

    public Task RemarksAsync(string text) => _errors.SeesAsync(text);
}
