using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Approvals.Calls;
using Approvals.Calls.Wire;
using Approvals.Policies.Conditions;
using Approvals.Policies.Limits;
using Approvals.Policies.Narrowed;

namespace Approvals.Requests.Narrowed;

/// <summary>One argument as a reviewer wants it.</summary>
/// <param name="Path">Where it is, as the policy writes it.</param>
/// <param name="Json">Its new value, JSON text.</param>
public sealed record ArgumentEdit(string Path, string Json);

/// <summary>Makes less of a call's arguments, as far as the policy lets people. Everything else keeps its text, byte for byte.</summary>
public static class NarrowedArguments
{
    /// <summary>The new arguments' text; null with the <paramref name="problem"/>, a sentence for the person, if something would not be less.</summary>
    /// <param name="argumentsJson">The arguments as they came, or null when there were none.</param>
    /// <param name="rules">What may be narrowed.</param>
    /// <param name="edits">What to change; none changes nothing, which is refused.</param>
    /// <param name="problem">Why not, when the answer is null.</param>
    /// <exception cref="ArgumentException">The arguments are not strict JSON.</exception>
    public static string? Apply(string? argumentsJson, IReadOnlyCollection<NarrowRule> rules, IReadOnlyList<ArgumentEdit> edits, out string? problem)
    {
        problem = argumentsJson is null || edits.Count == 0 ? "Nothing was changed: say which argument is to be narrowed, and to what." : null;
        foreach (var edit in problem is null ? edits : [])
        {
            if (rules.FirstOrDefault(rule => rule.Path == edit.Path) is not { } rule)
            {
                problem = $"The policy does not let people narrow {edit.Path}.";
                return null;
            }

            // Each is held against what those before it left: so all of them together are less, too.
            if ((argumentsJson = Apply(argumentsJson!, rule, edit, out problem)) is null)
            {
                return null;
            }
        }

        return problem is null ? argumentsJson : null;
    }

    /// <summary>The argument's JSON text, if the rule can narrow it as it is; else null.</summary>
    public static string? Find(string? argumentsJson, NarrowRule rule)
    {
        if (argumentsJson is null)
        {
            return null;
        }

        using var arguments = StrictJson.Require(argumentsJson, nameof(argumentsJson));
        return Find(arguments.RootElement, rule) is { ValueKind: not JsonValueKind.Undefined } value ? value.GetRawText() : null;
    }

    private static JsonElement Find(JsonElement arguments, NarrowRule rule)
    {
        var found = ArgumentPath.Parse(rule.Path)!.Find(arguments).Json;
        var wanted = rule.Direction == NarrowDirection.Fewer ? JsonValueKind.Array : JsonValueKind.Number;
        return found.ValueKind == wanted ? found : default;
    }

    private static string? Apply(string argumentsJson, NarrowRule rule, ArgumentEdit edit, out string? problem)
    {
        using var arguments = StrictJson.Require(argumentsJson, nameof(argumentsJson));
        var before = Find(arguments.RootElement, rule);
        using var after = StrictJson.Parse(Encoding.UTF8.GetBytes(edit.Json), out _);
        problem = before.ValueKind == JsonValueKind.Undefined
            ? $"The call has no {(rule.Direction == NarrowDirection.Fewer ? "list" : "number")} at {rule.Path}."
            : after is null || after.RootElement.ValueKind != before.ValueKind
                ? $"{rule.Path} must stay a {(rule.Direction == NarrowDirection.Fewer ? "list" : "number")}."
                : WhyNotLess(rule, before, after.RootElement);
        return problem is null
            ? StrictJson.Utf8Text.GetString(Replace(arguments.RootElement, ArgumentPath.Parse(rule.Path)!.Route.Steps.AsSpan(), after!.RootElement.GetRawText()))
            : null;
    }

    private static string? WhyNotLess(NarrowRule rule, JsonElement before, JsonElement after) => rule.Direction == NarrowDirection.Fewer
        ? WhyNotFewer(rule.Path, before, after)
        : WhyNotThatWay(rule, JsonMarshal.GetRawUtf8Value(before), JsonMarshal.GetRawUtf8Value(after));

    private static string? WhyNotThatWay(NarrowRule rule, ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        var isLower = rule.Direction == NarrowDirection.Lower;
        var change = ExactNumber.Compare(after, before) * (isLower ? -1 : 1);
        var (was, becomes) = (ExactNumber.Compare(before, "0"u8), ExactNumber.Compare(after, "0"u8));
        return change <= 0 ? $"{rule.Path} can only become {(isLower ? "lower" : "higher")}."
            // What was taken would be given, or the other way round.
            : was != becomes && becomes != 0 ? $"{rule.Path} must not cross zero."
            : IsWhole(before) && !IsWhole(after) ? $"{rule.Path} must stay a whole number."
            : null;
    }

    private static string? WhyNotFewer(string path, JsonElement before, JsonElement after)
    {
        var left = new Queue<string>(after.EnumerateArray().Select(item => item.GetRawText()));
        if (left.Count == 0)
        {
            return $"{path} must keep at least one of its items; deny the call if none may stay.";
        }

        if (left.Count >= before.GetArrayLength())
        {
            return $"{path} can only become shorter.";
        }

        foreach (var item in before.EnumerateArray())
        {
            if (left.TryPeek(out var wanted) && wanted == item.GetRawText())
            {
                left.Dequeue();
            }
        }

        return left.Count == 0 ? null : $"{path} can only lose items; those that stay keep their text and their order.";
    }

    private static bool IsWhole(ReadOnlySpan<byte> number) => number.IndexOfAny(".eE"u8) < 0;

    private static byte[] Replace(JsonElement at, ReadOnlySpan<RouteStep> steps, string json)
    {
        if (steps.IsEmpty)
        {
            return StrictJson.Utf8Text.GetBytes(json);
        }

        if (steps[0] is RouteStep.Item(var index))
        {
            return Item(at, index, Replace(at[index], steps[1..], json));
        }

        var whole = new RawObject();
        foreach (var member in at.EnumerateObject())
        {
            if (member.NameEquals(((RouteStep.Member)steps[0]).Utf8))
            {
                whole.Add(JsonMarshal.GetRawUtf8PropertyName(member), StrictJson.Utf8Text.GetString(Replace(member.Value, steps[1..], json)));
            }
            else
            {
                whole.Add(member);
            }
        }

        return whole.Bytes();
    }

    private static byte[] Item(JsonElement list, int index, byte[] item)
    {
        var text = new StringBuilder("[");
        for (var place = 0; place < list.GetArrayLength(); place++)
        {
            text.Append(place == 0 ? "" : ",").Append(place == index ? StrictJson.Utf8Text.GetString(item) : list[place].GetRawText());
        }

        return StrictJson.Utf8Text.GetBytes(text.Append(']').ToString());
    }
}
