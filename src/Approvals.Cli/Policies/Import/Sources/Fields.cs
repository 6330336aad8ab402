using System.Globalization;

namespace Approvals.Cli.Policies.Import.Sources;

/// <summary>The members of a table by their keys. A value of the wrong kind is the end of the import.</summary>
internal sealed class Fields(SourceNode.Table table)
{
    public Mark At => table.At;

    /// <summary>The member, unless it is missing or says nothing (<c>key:</c>, null).</summary>
    public SourceNode? this[string key] => table.Members.FirstOrDefault(member => member.Key == key)?.Value is { } value and not SourceNode.Nothing ? value : null;

    public string? Text(string key) => this[key] switch
    {
        null => null,
        SourceNode.Text text => text.Value,
        // YAML writes `version: 1` and means "1".
        SourceNode.Number number => number.Digits,
        var other => throw Wrong(key, "a text", other),
    };

    public IReadOnlyList<SourceNode> List(string key) => this[key] switch
    {
        null => [],
        SourceNode.List list => list.Items,
        var other => throw Wrong(key, "a list", other),
    };

    public IReadOnlyList<SourceNode.Member> Table(string key) => this[key] switch
    {
        null => [],
        SourceNode.Table found => found.Members,
        var other => throw Wrong(key, "a table", other),
    };

    public long? Whole(string key) => this[key] switch
    {
        null => null,
        SourceNode.Number number when long.TryParse(number.Digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
        var other => throw Wrong(key, "a whole number", other),
    };

    /// <summary>The keys that are none of these.</summary>
    public IEnumerable<SourceNode.Member> Except(params string[] known) => table.Members.Where(member => !known.Contains(member.Key));

    public static Fields Of(SourceNode node, string what) =>
        node is SourceNode.Table table ? new Fields(table) : throw new UnreadableException(node.At, $"{what} must be a table, not {node.Kind}");

    private static UnreadableException Wrong(string key, string right, SourceNode found) => new(found.At, $"'{key}' must be {right}, not {found.Kind}");
}
