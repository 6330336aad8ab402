using System.Globalization;
using System.Text.Json;
using Approvals.Gateway.Reviews;
using Approvals.Policies.Narrowed;
using Approvals.Requests.Narrowed;

namespace Approvals.Gateway.Inbox;

/// <summary>The fields by which a person narrows a call's arguments on the page: a number's new value, and a list's items that stay.</summary>
internal static class NarrowFields
{
    private const int MostItems = 200;

    public static string ValueOf(string path) => $"value:{path}";

    public static string ListOf(string path) => $"list:{path}";

    public static string KeepOf(string path) => $"keep:{path}";

    /// <summary>What can be narrowed of the call as it is.</summary>
    public static IReadOnlyList<Field> Of(ApprovalView view) =>
        [.. (view.Terms.Narrow ?? []).Select((rule, place) => FieldOf(view, rule, place)).OfType<Field>()];

    /// <summary>What the person changed; a field that was left as it is changes nothing.</summary>
    public static IReadOnlyList<ArgumentEdit> Read(IFormCollection posted, ApprovalView view) =>
        [.. Of(view).Select(field => field.Items.Count == 0 ? Number(posted, field) : Kept(posted, field)).OfType<ArgumentEdit>()];

    private static Field? FieldOf(ApprovalView view, NarrowRule rule, int place)
    {
        if (NarrowedArguments.Find(view.Asked.ArgumentsJson, rule) is not { } json)
        {
            return null;
        }

        if (rule.Direction != NarrowDirection.Fewer)
        {
            return new Field(rule.Path, place, json, rule.Direction == NarrowDirection.Lower, []);
        }

        using var list = JsonDocument.Parse(json);
        // A list of one has nothing to lose, and nobody ticks hundreds of boxes.
        return list.RootElement.GetArrayLength() is > 1 and <= MostItems
            ? new Field(rule.Path, place, json, IsLower: true, [.. list.RootElement.EnumerateArray().Select(item => item.GetRawText())])
            : null;
    }

    private static ArgumentEdit? Number(IFormCollection posted, Field field) =>
        posted[ValueOf(field.Path)].ToString().Trim() is { Length: > 0 } text ? new ArgumentEdit(field.Path, text) : null;

    private static ArgumentEdit? Kept(IFormCollection posted, Field field)
    {
        if (!posted.ContainsKey(ListOf(field.Path)))
        {
            return null;
        }

        var kept = posted[KeepOf(field.Path)]
            .Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : -1)
            .Where(index => index >= 0 && index < field.Items.Count)
            .Order().Distinct().Select(index => field.Items[index]).ToList();
        return kept.Count == field.Items.Count ? null : new ArgumentEdit(field.Path, $"[{string.Join(',', kept)}]");
    }

    /// <summary>One argument that can be narrowed.</summary>
    /// <param name="Path">Where it is.</param>
    /// <param name="Place">Tells it from the others on the page.</param>
    /// <param name="Json">What it is.</param>
    /// <param name="IsLower">Whether less is a lower number.</param>
    /// <param name="Items">The list's items, JSON texts; empty for a number.</param>
    internal sealed record Field(string Path, int Place, string Json, bool IsLower, IReadOnlyList<string> Items);
}
