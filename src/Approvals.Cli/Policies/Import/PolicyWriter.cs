using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Approvals.Policies;

namespace Approvals.Cli.Policies.Import;

/// <summary>Writes a document of the policy language: the same policy gives the same text, whatever order it was read in.</summary>
internal static class PolicyWriter
{
    // Quotes and letters stay as they are; what cannot be seen is escaped below.
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, IndentSize = 2, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonObject Document(ImportedPolicy policy)
    {
        var root = new JsonObject { ["version"] = "1" };
        Add(root, "description", policy.Description);
        root["default"] = Word(policy.Default);
        AddArray(root, "hide", policy.Hide.Select(name => (JsonNode)name));
        if (Entry(policy.AllTools) is { Count: > 0 } all)
        {
            root["all_tools"] = all;
        }

        if (policy.Tools.Count > 0)
        {
            root["tools"] = new JsonObject(InOrder(policy.Tools).Select(tool => KeyValuePair.Create(tool.Key, (JsonNode?)Entry(tool.Value))));
        }

        return root;
    }

    /// <summary>The first reason why the gateway would not load it; null when it would.</summary>
    public static string? ProblemOf(JsonObject document) =>
        PolicyReader.Read("imported", "imported", Encoding.UTF8.GetBytes(Text(document)), out var problems) is null ? problems[0].Message : null;

    public static string Text(JsonObject document) => Visible(document.ToJsonString(Indented)) + "\n";

    // As they are looked up: exact names, then globs, the longer before the shorter.
    private static IEnumerable<KeyValuePair<string, ImportedTool>> InOrder(IReadOnlyDictionary<string, ImportedTool> tools) => tools
        .OrderBy(tool => Lists.Glob.IsGlob(tool.Key))
        .ThenByDescending(tool => Lists.Glob.IsGlob(tool.Key) ? tool.Key.Length : 0)
        .ThenBy(tool => tool.Key, StringComparer.Ordinal);

    private static JsonObject Entry(ImportedTool tool)
    {
        var entry = new JsonObject();
        if (tool.Action != ImportedAction.Allow)
        {
            entry["action"] = Word(tool.Action);
        }

        Add(entry, "reason", tool.Reason);
        if (tool.Limits is [{ Counter: null } only])
        {
            entry["rate_limit"] = new JsonObject { ["max"] = only.Max, ["window"] = (long)only.Window.TotalSeconds };
        }
        else
        {
            AddArray(entry, "limits", tool.Limits.Select(Limit));
        }

        AddArray(entry, "require", tool.Require.Select(group => Group(group, "on_deny")));
        AddArray(entry, "require_approval", tool.Ask.Select(group => Group(group, "reason")));
        AddApproval(entry, tool.Expires);
        return entry;
    }

    private static JsonObject Limit(ImportedLimit limit)
    {
        var written = new JsonObject { ["counter"] = limit.Counter, ["window"] = Window(limit.Window), ["max"] = limit.Max, ["scope"] = limit.Scope };
        Add(written, "amount", limit.Amount);
        return written;
    }

    private static JsonObject Group(ImportedGroup group, string text)
    {
        var written = new JsonObject
        {
            ["conditions"] = Array(group.Conditions.Select(one => new JsonObject { ["path"] = one.Path, ["op"] = one.Op, ["value"] = JsonNode.Parse(one.Value) })),
        };
        Add(written, text, group.Text);
        AddApproval(written, group.Expires);
        return written;
    }

    private static void AddApproval(JsonObject to, TimeSpan? expires)
    {
        if (expires is { } length)
        {
            to["approval"] = new JsonObject { ["expires"] = Duration(length) };
        }
    }

    private static void Add(JsonObject to, string key, string? value)
    {
        if (value is not null)
        {
            to[key] = value;
        }
    }

    private static void AddArray(JsonObject to, string key, IEnumerable<JsonNode> items)
    {
        if (Array(items) is { Count: > 0 } array)
        {
            to[key] = array;
        }
    }

    private static JsonArray Array(IEnumerable<JsonNode> items) => new([.. items]);

    private static JsonNode Window(TimeSpan window) => window.TotalSeconds switch
    {
        1 => "second",
        60 => "minute",
        3600 => "hour",
        86400 => "day",
        var seconds => (long)seconds,
    };

    private static string Duration(TimeSpan length)
    {
        var seconds = (long)length.TotalSeconds;
        var (size, unit) = seconds switch
        {
            _ when seconds % 86400 == 0 => (86400, 'd'),
            _ when seconds % 3600 == 0 => (3600, 'h'),
            _ when seconds % 60 == 0 => (60, 'm'),
            _ => (1, 's'),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{seconds / size}{unit}");
    }

    private static string Word(ImportedAction action) => action switch
    {
        ImportedAction.Allow => "allow",
        ImportedAction.RequireApproval => "require_approval",
        _ => "deny",
    };

    // Only strings hold anything but ASCII, so an escape is right wherever one of these stands.
    private static string Visible(string json)
    {
        var shown = new StringBuilder(json.Length);
        foreach (var unit in json)
        {
            _ = char.GetUnicodeCategory(unit) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse
                || (char.IsWhiteSpace(unit) && unit > '~')
                ? shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:X4}")
                : shown.Append(unit);
        }

        return shown.ToString();
    }
}
