using Approvals.Cli.Policies.Import.Sources;

namespace Approvals.Cli.Policies.Import.Lists;

/// <summary>
/// Cursor's lists: <c>mcpAllowlist: ["server:tool"]</c> of permissions.json (https://cursor.com/docs/reference/permissions), and
/// <c>permissions: {allow, deny}</c> with <c>Mcp(server:tool)</c> of cli-config.json (https://cursor.com/docs/cli/reference/permissions).
/// </summary>
internal sealed class CursorDialect(string? server, Notes notes)
{
    public ImportedPolicy Read(SourceNode.Table root)
    {
        var settings = new Fields(root);
        var listed = settings.List("mcpAllowlist").Select(item => FromPair(item, TextOf(item), ImportedAction.Allow)).OfType<Permission>().ToList();
        if (settings["permissions"] is { } given)
        {
            var permissions = Fields.Of(given, "'permissions'");
            notes.LeaveOut(permissions.Except("allow", "deny"));
            listed.AddRange(permissions.List("deny").Select(item => FromToken(item, ImportedAction.Deny)).OfType<Permission>());
            listed.AddRange(permissions.List("allow").Select(item => FromToken(item, ImportedAction.Allow)).OfType<Permission>());
        }

        foreach (var member in root.Members.Where(member => member.Key is "terminalAllowlist" or "autoRun" or "approvalMode"))
        {
            notes.LeftOut(member.At, $"'{member.Key}' is not about which MCP tools may run; a person is asked about tools that no list names");
        }

        return new PermissionLists(server, notes).Policy(root, listed, "Imported from permissions of Cursor");
    }

    private Permission? FromToken(SourceNode item, ImportedAction action)
    {
        var token = TextOf(item);
        if (token?.StartsWith("Mcp(", StringComparison.Ordinal) == true && token.EndsWith(')'))
        {
            return FromPair(item, token[4..^1], action);
        }

        if (token?.StartsWith("mcp__", StringComparison.Ordinal) == true && token[5..].Split("__", 2) is [var named, { Length: > 0 } tool])
        {
            return new Permission(item.At, action, named, tool, token);
        }

        notes.LeftOut(item.At, token is null ? $"an entry must be a text, not {item.Kind}" : $"'{token}' is not about MCP tools");
        return null;
    }

    private Permission? FromPair(SourceNode item, string? pair, ImportedAction action)
    {
        if (pair?.Split(':', 2) is [{ Length: > 0 } named, { Length: > 0 } tool])
        {
            return new Permission(item.At, action, Globs(named), Globs(tool), pair);
        }

        // Without a colon it says less than it could mean: nothing is allowed by it, and a denial holds for all.
        if (action == ImportedAction.Deny)
        {
            notes.Stricter(item.At, $"'{pair}' does not say which tools of which server; everything is denied");
            return new Permission(item.At, action, "*", "*", pair ?? "");
        }

        notes.LeftOut(item.At, pair is null ? $"an entry must be a text, not {item.Kind}" : $"'{pair}' is not of the form server:tool, and allows nothing");
        return null;
    }

    private static string Globs(string pattern) => pattern.Replace("**", "*", StringComparison.Ordinal);

    private static string? TextOf(SourceNode item) => (item as SourceNode.Text)?.Value;
}
