using System.Text.Json;

namespace Approvals.Cli.Reviewing;

/// <summary>Tells each standing of each request once.</summary>
internal sealed class WatchPrinter(TextWriter output, TextWriter errors, bool asJson)
{
    private readonly Dictionary<string, string> told = new(StringComparer.Ordinal);

    /// <summary>Those that waited when they were last told of.</summary>
    public IReadOnlyList<string> Waiting => [.. told.Where(entry => entry.Value == "pending").Select(entry => entry.Key)];

    public bool IsNews(Approval approval) => told.GetValueOrDefault(approval.Id) != approval.Standing;

    public void Tell(Approval approval)
    {
        if (IsNews(approval))
        {
            told[approval.Id] = approval.Standing;
            output.WriteLine(asJson ? JsonSerializer.Serialize(approval.Json) : approval.Line());
            output.Flush();
        }
    }

    public void Remark(string sentence) => errors.WriteLine(sentence);
}
