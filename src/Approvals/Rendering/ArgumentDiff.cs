using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Approvals.Calls;

namespace Approvals.Rendering;

/// <summary>How the arguments of one call differ from those of another, value by value. Every path of either is in exactly one class.</summary>
/// <param name="Changes">What was added or changed, in the order of the later call, and then what was removed.</param>
/// <param name="Unchanged">How many values are the same in both.</param>
public sealed record ArgumentDiff(ImmutableArray<ArgumentChange> Changes, int Unchanged)
{
    /// <summary>Compares two texts of JSON objects; null is a call without arguments. Null if either is not strict JSON.</summary>
    public static ArgumentDiff? Of(string? before, string? after)
    {
        if (LeavesOf(before) is not { } old || LeavesOf(after) is not { } present)
        {
            return null;
        }

        var changes = ImmutableArray.CreateBuilder<ArgumentChange>();
        foreach (var (path, leaf) in present)
        {
            if (!old.TryGetValue(path, out var earlier))
            {
                changes.Add(new ArgumentChange.Added(path, leaf.Json));
            }
            else if (!earlier.IsSameAs(leaf))
            {
                changes.Add(new ArgumentChange.Changed(path, earlier.Json, leaf.Json));
            }
        }

        var common = present.Count - changes.Count;
        changes.AddRange(old.Where(one => !present.ContainsKey(one.Key)).Select(one => new ArgumentChange.Removed(one.Key, one.Value.Json)));
        return new ArgumentDiff(changes.ToImmutable(), common);
    }

    private static OrderedDictionary<string, Leaf>? LeavesOf(string? json)
    {
        var leaves = new OrderedDictionary<string, Leaf>(StringComparer.Ordinal);
        if (json is null)
        {
            return leaves;
        }

        if (!IsText(json) || StrictJson.Parse(Encoding.UTF8.GetBytes(json), out _) is not { } document)
        {
            return null;
        }

        using (document)
        {
            Collect(document.RootElement, "", leaves);
        }

        return leaves;
    }

    private static void Collect(JsonElement value, string path, OrderedDictionary<string, Leaf> leaves)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when value.EnumerateObject().Any():
                foreach (var member in value.EnumerateObject())
                {
                    Collect(member.Value, $"{path}/{member.Name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}", leaves);
                }

                break;
            case JsonValueKind.Array when value.GetArrayLength() > 0:
                foreach (var (at, item) in value.EnumerateArray().Index())
                {
                    Collect(item, $"{path}/{at}", leaves);
                }

                break;
            case JsonValueKind.Object when path.Length == 0:
                break;
            default:
                leaves.Add(path, LeafOf(value));
                break;
        }
    }

    // A lone surrogate has no bytes in UTF-8: it would be compared as something else.
    private static bool IsText(string json)
    {
        for (var at = 0; at < json.Length; at++)
        {
            if (char.IsSurrogate(json[at]) && !(at + 1 < json.Length && char.IsSurrogatePair(json[at], json[++at])))
            {
                return false;
            }
        }

        return true;
    }

    // Texts are the same however they are escaped; numbers only when they are written alike.
    private static Leaf LeafOf(JsonElement value) => new(value.ValueKind, value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText(), value.GetRawText());

    /// <summary>A value that holds no others.</summary>
    private sealed record Leaf(JsonValueKind Kind, string Meaning, string Json)
    {
        public bool IsSameAs(Leaf other) => Kind == other.Kind && (Meaning == other.Meaning || Kind is JsonValueKind.Object or JsonValueKind.Array);
    }
}

/// <summary>One difference. Its path is a JSON pointer (RFC 6901), its values are JSON as it came.</summary>
public abstract record ArgumentChange(string Path)
{
    /// <summary>Only the later call has it.</summary>
    public sealed record Added(string Path, string Json) : ArgumentChange(Path);

    /// <summary>Only the earlier call had it.</summary>
    public sealed record Removed(string Path, string Json) : ArgumentChange(Path);

    /// <summary>Both have it, and not the same.</summary>
    public sealed record Changed(string Path, string From, string To) : ArgumentChange(Path);
}
