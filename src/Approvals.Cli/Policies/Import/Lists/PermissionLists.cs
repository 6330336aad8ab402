using Approvals.Cli.Policies.Import.Sources;

namespace Approvals.Cli.Policies.Import.Lists;

/// <summary>One line of a client's list: what it names, before it is known which server is imported.</summary>
/// <param name="At">Where it stands.</param>
/// <param name="Action">What its list says.</param>
/// <param name="Server">A server's name, or a glob over them.</param>
/// <param name="Tool">A tool's name, or a glob over the server's tools.</param>
/// <param name="Shown">As it was written.</param>
internal sealed record Permission(Mark At, ImportedAction Action, string Server, string Tool, string Shown);

/// <summary>What the lists of Claude Code and of Cursor have in common: of what matches, deny beats ask, and ask beats allow; a person is asked about the rest.</summary>
internal sealed class PermissionLists(string? server, Notes notes)
{
    public ImportedPolicy Policy(SourceNode.Table root, IReadOnlyList<Permission> permissions, string description)
    {
        var chosen = server ?? OnlyServer(root, permissions);
        var rules = new List<ListedRule>();
        foreach (var permission in permissions.OrderByDescending(one => one.Action))
        {
            if (chosen is not null && !Glob.Covers(permission.Server, chosen))
            {
                notes.LeftOut(permission.At, $"'{permission.Shown}' is not about the server '{chosen}'");
            }
            else
            {
                rules.Add(new ListedRule(permission.At, Names.Tool(permission.Tool, permission.At), permission.Action));
            }
        }

        notes.Stricter(root.At, "resources and prompts are judged as well, which the lists do not name: a person is asked about each");
        return new ImportedPolicy(description, ImportedAction.RequireApproval, [], ImportedTool.Open, new OrderedRules(rules, notes).Entries());
    }

    private static string? OnlyServer(SourceNode.Table root, IReadOnlyList<Permission> permissions)
    {
        var servers = permissions.Select(one => one.Server).Where(name => !Glob.IsGlob(name)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return servers.Count <= 1
            ? servers.SingleOrDefault()
            : throw new UnreadableException(root.At, $"the lists are about several servers, and a policy is for one; name it with --server: {string.Join(", ", servers)}");
    }
}
