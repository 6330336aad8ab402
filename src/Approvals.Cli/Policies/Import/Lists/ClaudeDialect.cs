using Approvals.Cli.Policies.Import.Sources;

namespace Approvals.Cli.Policies.Import.Lists;

/// <summary>
/// Claude Code's settings (https://code.claude.com/docs/en/permissions): <c>permissions: {allow, deny, ask}</c> of which the entries
/// <c>mcp__server</c>, <c>mcp__server__tool</c> and globs over these are about MCP tools.
/// </summary>
internal sealed class ClaudeDialect(string? server, Notes notes)
{
    private const string Prefix = "mcp__";

    private static readonly (string Key, ImportedAction Action)[] Lists =
        [("deny", ImportedAction.Deny), ("ask", ImportedAction.RequireApproval), ("allow", ImportedAction.Allow)];

    // Settings that switch whole servers off, or decide about calls by other means.
    private static readonly string[] AboutServers = ["disabledMcpjsonServers", "deniedMcpServers", "allowedMcpServers", "enabledMcpjsonServers", "hooks"];

    public ImportedPolicy Read(SourceNode.Table root)
    {
        var settings = new Fields(root);
        var permissions = settings["permissions"] is { } given
            ? Fields.Of(given, "'permissions'")
            : throw new UnreadableException(root.At, "there are no 'permissions' in these settings");
        foreach (var member in root.Members.Where(member => AboutServers.Contains(member.Key)))
        {
            notes.LeftOut(member.At, $"'{member.Key}' is not carried over; where it refused a call, give the grant no such upstream, or deny the tool");
        }

        if (permissions.Text("defaultMode") is { } mode and not "default")
        {
            notes.Stricter(permissions["defaultMode"]!.At, $"the mode '{mode}' is not carried over; a person is asked about tools that no list names");
        }

        notes.LeaveOut(permissions.Except("allow", "deny", "ask", "defaultMode", "additionalDirectories", "disableBypassPermissionsMode", "disableAutoMode"));
        var listed = Lists.SelectMany(list => permissions.List(list.Key).Select(item => Permission(item, list.Action))).OfType<Permission>().ToList();
        return new PermissionLists(server, notes).Policy(root, listed, "Imported from permissions of Claude Code");
    }

    private Permission? Permission(SourceNode item, ImportedAction action)
    {
        if (item is not SourceNode.Text { Value: var rule })
        {
            notes.LeftOut(item.At, $"an entry must be a text, not {item.Kind}");
            return null;
        }

        var name = rule.Split('(')[0];
        if (rule != "*" && !name.StartsWith(Prefix, StringComparison.Ordinal))
        {
            notes.LeftOut(item.At, $"'{rule}' is not about MCP tools");
            return null;
        }

        if (name != rule && action != ImportedAction.Allow)
        {
            notes.Stricter(item.At, $"what stands in brackets in '{rule}' is not carried over; it holds for every call of the tool");
        }

        var (named, tool) = Parts(rule == "*" ? "mcp__*" : name);
        // Claude Code passes over such an allowance too.
        if (action == ImportedAction.Allow && (name != rule || Glob.IsGlob(named)))
        {
            notes.LeftOut(item.At, $"'{rule}' allows nothing: an allowance must name its server, and have no brackets");
            return null;
        }

        if (action != ImportedAction.Allow && tool.Contains('_'))
        {
            notes.CheckFromHereOn(item.At, "Claude Code shows _ for a dot and whatever else is no letter, digit or hyphen in a tool's name; write the names as tools/list gives them");
        }

        return new Permission(item.At, action, named, tool, rule);
    }

    // Server names may hold two underscores; the one that was asked for is known.
    private (string Server, string Tool) Parts(string name)
    {
        var rest = name[Prefix.Length..];
        if (server is not null && (rest == server || rest.StartsWith(server + "__", StringComparison.Ordinal)))
        {
            return (server, rest.Length > server.Length + 2 ? rest[(server.Length + 2)..] : "*");
        }

        return rest.Split("__", 2) is [var named, { Length: > 0 } tool] ? (named, tool) : (rest.TrimEnd('_'), "*");
    }
}
