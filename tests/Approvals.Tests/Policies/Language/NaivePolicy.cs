using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Approvals.Tests.Policies.Language;

/// <summary>The language's definition, read off the document at each call, without regard to time.</summary>
internal sealed class NaivePolicy(JsonObject document, RandomCall call)
{
    private readonly JsonObject _arguments = JsonNode.Parse(call.Arguments)!.AsObject();

    /// <summary>What happens, by which rule, and how many panels are asked.</summary>
    public (string Verdict, string Rule, int Panels) Judge()
    {
        if (document["hide"]!.AsArray().Any(name => Fits((string)name!, call.Tool)))
        {
            return ("deny", "(hidden)", 0);
        }

        var (pointer, entry) = Entry();
        var action = (string)entry["action"]!;
        var actionRule = pointer[0] == '(' || action == "allow" ? pointer : $"{pointer}/action";
        if (action == "deny")
        {
            return ("deny", actionRule, 0);
        }

        var all = document["all_tools"]!.AsObject();
        var groups = new[] { "require", "deny_if", "require_approval" }
            .ToDictionary(kind => kind, kind => Groups("/all_tools", all, kind).Concat(Groups(pointer, entry, kind)).ToList());
        return Imitation(groups.Values.SelectMany(kind => kind)) is { } imitated ? ("deny", imitated, 0)
            : groups["require"].Find(group => !Holds(group.Group)) is { Rule: { } missed } ? ("deny", missed, 0)
            : groups["deny_if"].Find(group => Fires(group.Group)) is { Rule: { } denied } ? ("deny", denied, 0)
            : Asked(groups["require_approval"].Where(group => Fires(group.Group)).ToList(), action, actionRule, pointer);
    }

    private static (string Verdict, string Rule, int Panels) Asked(List<(string Rule, JsonObject Group)> firing, string action, string actionRule, string pointer)
    {
        var panels = firing.Select(group => group.Group["approval"]?.ToJsonString() ?? "default").ToHashSet();
        if (action == "require_approval")
        {
            panels.Add("default");
            return ("ask", actionRule, panels.Count);
        }

        return firing.Count == 0 ? ("allow", pointer, 0) : ("ask", firing[0].Rule, panels.Count);
    }

    private (string Pointer, JsonObject Entry) Entry()
    {
        var tools = document["tools"]!.AsObject();
        var fitting = tools.Select(entry => entry.Key).Where(key => key == call.Tool || Fits(key, call.Tool))
            .OrderBy(key => key.AsSpan().ContainsAny('*', '?'))
            .ThenByDescending(key => key.Count(letter => letter is not ('*' or '?')))
            .ThenByDescending(key => key.Count(letter => letter == '?'))
            .ThenBy(key => key, StringComparer.Ordinal)
            .FirstOrDefault();
        if (fitting is not null)
        {
            return ($"/tools/{fitting}", tools[fitting]!.AsObject());
        }

        var category = call.Category ?? "Destructive";
        return document["categories"]![category] is JsonObject entry
            ? ($"/categories/{category}", entry)
            : ($"(default {document["default"]})", new JsonObject { ["action"] = (string)document["default"]! });
    }

    private static IEnumerable<(string Rule, JsonObject Group)> Groups(string pointer, JsonObject holder, string kind) =>
        (holder[kind]?.AsArray() ?? []).Select((group, at) => ($"{pointer}/{kind}/{at}", group!.AsObject()));

    // The arguments of these calls have at most one wrong spelling: X for x, or Z for z inside x.
    private string? Imitation(IEnumerable<(string Rule, JsonObject Group)> groups)
    {
        var conditions = groups.SelectMany(group => group.Group["conditions"]!.AsArray().Select((condition, at) => (Rule: $"{group.Rule}/conditions/{at}", Path: (string)condition!["path"]!)));
        var named = _arguments.ContainsKey("X") ? conditions.Where(each => each.Path.StartsWith("args.x", StringComparison.Ordinal))
            : _arguments["x"] is JsonObject x && x.ContainsKey("Z") ? conditions.Where(each => each.Path == "args.x.z")
            : [];
        return named.Select(each => each.Rule).FirstOrDefault();
    }

    private bool Holds(JsonObject group) => group["conditions"]!.AsArray().All(condition => Said(condition!.AsObject()) == true);

    private bool Fires(JsonObject group) => group["conditions"]!.AsArray().All(condition => Said(condition!.AsObject()) != false);

    // Null when the type is wrong.
    private bool? Said(JsonObject condition)
    {
        var op = (string)condition["op"]!;
        var (isThere, value) = Find((string)condition["path"]!);
        if (isThere is null)
        {
            return null;
        }

        if (op == "exists")
        {
            return isThere == (bool)condition["value"]!;
        }

        if (isThere == false)
        {
            return condition["if_missing"] is not null;
        }

        var wanted = condition["value"] is JsonArray list ? list.Select(item => item!.ToJsonString()).ToList() : [condition["value"]!.ToJsonString()];
        var found = value!.ToJsonString();
        if ((wanted[0][0] == '"') != (found[0] == '"') || found[0] is '{' or '[' or 't')
        {
            return null;
        }

        return op switch
        {
            "eq" or "in" => wanted.Contains(found),
            "neq" or "not_in" => !wanted.Contains(found),
            _ => int.Parse(found, System.Globalization.CultureInfo.InvariantCulture) > int.Parse(wanted[0], System.Globalization.CultureInfo.InvariantCulture),
        };
    }

    private (bool? IsThere, JsonNode? Value) Find(string path)
    {
        switch (path)
        {
            case "tool.category":
                return (call.Category is not null, call.Category);
            case "time.hour":
                return (true, call.Hour);
        }

        JsonNode? at = _arguments;
        foreach (var step in path.Split('.')[1..])
        {
            if (at is not JsonObject table)
            {
                return (null, null);
            }

            if (!table.TryGetPropertyValue(step, out at))
            {
                return (false, null);
            }
        }

        return at is null ? (null, null) : (true, at);
    }

    private static bool Fits(string glob, string name) =>
        Regex.IsMatch(name, "^" + Regex.Escape(glob).Replace(@"\*", ".*", StringComparison.Ordinal).Replace(@"\?", ".", StringComparison.Ordinal) + "$");
}
