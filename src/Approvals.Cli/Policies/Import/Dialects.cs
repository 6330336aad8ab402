using Approvals.Cli.Policies.Import.Sources;

namespace Approvals.Cli.Policies.Import;

/// <summary>What a source is written in.</summary>
internal enum Dialect
{
    Seed,
    Intercept,
    Claude,
    Cursor,
}

internal static class Dialects
{
    public static Dialect Guess(SourceNode.Table root)
    {
        var fields = new Fields(root);
        if (Has(root, "mcpAllowlist"))
        {
            return Dialect.Cursor;
        }

        if (Has(root, "permissions"))
        {
            return IsOfCursor(Fields.Of(fields["permissions"] ?? root, "'permissions'")) ? Dialect.Cursor : Dialect.Claude;
        }

        if (Has(root, "rules"))
        {
            return Dialect.Seed;
        }

        var tools = fields.Table("tools");
        if (tools.Count == 0 && !Has(root, "hide"))
        {
            throw new UnreadableException(root.At, "this is none of the known dialects: it has no 'tools', no 'rules', no 'permissions' and no 'mcpAllowlist'; name it with --from");
        }

        if (tools.Any(tool => tool.Value is SourceNode.Table table && table.Members.Any(member => member.Key is "limits" or "require" or "deny_if" or "action" or "require_approval")))
        {
            throw new UnreadableException(root.At, "this is a policy of this gateway already; put it into the folder of policies");
        }

        return tools.SelectMany(Rules).Any(IsOfSeed) ? Dialect.Seed : Dialect.Intercept;
    }

    private static bool Has(SourceNode.Table root, string key) => root.Members.Any(member => member.Key == key);

    private static bool IsOfCursor(Fields permissions) =>
        permissions.List("allow").Concat(permissions.List("deny")).OfType<SourceNode.Text>()
            .Any(entry => entry.Value.StartsWith("Mcp(", StringComparison.Ordinal) || entry.Value.StartsWith("Shell(", StringComparison.Ordinal));

    private static IEnumerable<SourceNode.Table> Rules(SourceNode.Member tool) =>
        tool.Value is SourceNode.Table table && new Fields(table)["rules"] is SourceNode.List rules ? rules.Items.OfType<SourceNode.Table>() : [];

    private static bool IsOfSeed(SourceNode.Table rule)
    {
        var fields = new Fields(rule);
        return fields["rate_limit"] is SourceNode.Table || fields["reason"] is not null || fields["action"] is SourceNode.Text { Value: "allow" };
    }
}
