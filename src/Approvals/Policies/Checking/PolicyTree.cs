using Approvals.Policies.Reading;

namespace Approvals.Policies.Checking;

/// <summary>One entry of a table, where it stands.</summary>
/// <param name="Table">For example <c>tools</c>.</param>
/// <param name="Name">Its key: a name, a glob or a category.</param>
/// <param name="At">Where its key begins.</param>
/// <param name="Value">What it says.</param>
internal sealed record TreeEntry(string Table, string Name, int At, Cursor Value)
{
    public string Action => TextOf("action") ?? "allow";

    public Node? this[string key] => Value.Node is Node.Table table ? table.Members.FirstOrDefault(member => member.Key == key)?.Value : null;

    /// <summary>Where a key of it begins.</summary>
    public int AtKey(string key) => Value.Node is Node.Table table && table.Members.FirstOrDefault(member => member.Key == key) is { } member ? member.At : At;

    public string? TextOf(string key) => this[key] is Node.Text text ? text.Value : null;

    public IEnumerable<Node> ItemsOf(string key) => this[key] is Node.List list ? list.Items : [];
}

/// <summary>A document that was read without a problem, by its entries.</summary>
internal sealed class PolicyTree
{
    public static readonly string[] Tables = ["tools", "resources", "prompts", "categories"];

    private readonly Cursor _root;

    public PolicyTree(Node root, Problems problems)
    {
        _root = new Cursor(root, "", "a policy", problems);
        Entries = [.. Tables.SelectMany(EntriesOf)];
        Hidden = Child("hide") is { Node: Node.List list } ? [.. list.Items.OfType<Node.Text>()] : [];
        AllTools = Child("all_tools") is { } all ? new TreeEntry("", "all_tools", all.Node.At, all) : null;
    }

    public IReadOnlyList<TreeEntry> Entries { get; }

    public IReadOnlyList<Node.Text> Hidden { get; }

    /// <summary>What is said for all tools, or null.</summary>
    public TreeEntry? AllTools { get; }

    public string Default => Child("default") is { Node: Node.Text text } ? text.Value : "deny";

    public string Mode => Child("mode") is { Node: Node.Text text } ? text.Value : "enforce";

    public IEnumerable<TreeEntry> Of(string table) => Entries.Where(entry => entry.Table == table);

    private IEnumerable<TreeEntry> EntriesOf(string table) =>
        Child(table)?.Entries().Select(entry => new TreeEntry(table, entry.Member.Key, entry.Member.At, entry.Value)) ?? [];

    private Cursor? Child(string key) =>
        _root.Node is Node.Table table && table.Members.FirstOrDefault(member => member.Key == key) is { } member ? _root.Under(member) : null;
}
