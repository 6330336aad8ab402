using Approvals.Cli.Policies.Import.Lists;
using Approvals.Cli.Policies.Import.Sources;

namespace Approvals.Cli.Policies.Import.Intercept;

/// <summary>PolicyLayer Intercept's policy (https://github.com/PolicyLayer/Intercept/blob/main/POLICY.md), in YAML.</summary>
internal sealed class InterceptDialect(Notes notes)
{
    private const string Wildcard = "*";

    private readonly InterceptLimits _limits = new(notes);

    public ImportedPolicy Read(SourceNode.Table root)
    {
        var fields = new Fields(root);
        if (fields.Text("version") is { } version and not "1")
        {
            throw new UnreadableException(fields["version"]!.At, $"'version' must be \"1\", not \"{version}\"");
        }

        notes.LeaveOut(fields.Except("version", "description", "default", "hide", "tools", "approvals"));
        var action = Default(fields);
        var expires = DefaultExpiry(fields);
        var hide = Names.Hidden(fields.List("hide"), notes);
        var listed = fields.Table("tools");
        var everything = listed.FirstOrDefault(tool => tool.Key == Wildcard) is { } wildcard ? Entry(wildcard, InterceptLimits.Everything, expires) : InterceptEntry.Open;
        var tools = new Dictionary<string, ImportedTool>(StringComparer.Ordinal);
        foreach (var tool in listed.Where(tool => tool.Key != Wildcard))
        {
            tools[Names.Tool(tool.Key, tool.At)] = Tool(tool, everything, expires);
        }

        // With "default: deny" the rules under "*" hold for what is listed, and admit nothing else.
        if (action == ImportedAction.Allow && everything.Action != ImportedAction.Allow)
        {
            tools[Wildcard] = InterceptEntry.Open.WithActionOf(everything).Tool();
        }

        return new ImportedPolicy(Names.Description(fields), action, hide, (everything with { Action = ImportedAction.Allow, Reason = null, Expires = null }).Tool(), tools);
    }

    private ImportedTool Tool(SourceNode.Member tool, InterceptEntry everything, TimeSpan? expires)
    {
        var entry = Entry(tool, tool.Key, expires).WithActionOf(everything).Tool();
        if (!Glob.IsGlob(tool.Key))
        {
            return entry;
        }

        notes.Stricter(tool.At, $"'{tool.Key}' is a pattern here and was a name there; every tool that it matches is denied");
        return new ImportedTool(ImportedAction.Deny, entry.Reason);
    }

    private InterceptEntry Entry(SourceNode.Member tool, string scope, TimeSpan? expires)
    {
        if (tool.Value is SourceNode.Nothing)
        {
            return InterceptEntry.Open;
        }

        var entry = Fields.Of(tool.Value, $"'{tool.Key}'");
        notes.LeaveOut(entry.Except("rules"));
        return new InterceptRules(scope, _limits, expires, notes).Read(entry.List("rules"));
    }

    private ImportedAction Default(Fields fields)
    {
        switch (fields.Text("default"))
        {
            case null or "" or "allow":
                return ImportedAction.Allow;
            case "deny":
                notes.Stricter(fields["default"]!.At, "resources and prompts are denied by the default as well, which Intercept lets through");
                return ImportedAction.Deny;
            case var other:
                throw new UnreadableException(fields["default"]!.At, $"'default' must be allow or deny, not '{other}'");
        }
    }

    private TimeSpan? DefaultExpiry(Fields fields)
    {
        if (fields["approvals"] is not { } given)
        {
            return null;
        }

        var approvals = Fields.Of(given, "'approvals'");
        foreach (var member in approvals.Except("default_timeout"))
        {
            notes.LeftOut(member.At, $"'{member.Key}' of 'approvals' is set in the gateway's configuration, not in a policy");
        }

        return approvals.Text("default_timeout") is not { } timeout
            ? null
            : GoDuration.Expiry(timeout) ?? throw new UnreadableException(approvals["default_timeout"]!.At, $"'default_timeout' must be a length of time such as \"30m\", not '{timeout}'");
    }
}
