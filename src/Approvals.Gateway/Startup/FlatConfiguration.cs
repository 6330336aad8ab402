using System.Globalization;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.Json;

namespace Approvals.Gateway.Startup;

/// <summary>
/// All sources laid over each other in one dictionary. .NET merges lists index by index; here a list from a later source replaces the whole list,
/// so that a shorter list of allowed hosts cannot keep the tail of a longer one.
/// </summary>
internal sealed class FlatConfiguration
{
    private readonly HashSet<string> written = new(StringComparer.OrdinalIgnoreCase);

    public Dictionary<string, string?> Values { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The top-level keys that somebody wrote for us: in a file or on the command line. The environment is full of others' names.</summary>
    public IReadOnlySet<string> Written => written;

    public void Lay(IConfigurationProvider source)
    {
        var values = Leaves(source, null).ToList();
        if (source is JsonConfigurationProvider or JsonStreamConfigurationProvider or CommandLineConfigurationProvider)
        {
            written.UnionWith(values.Select(value => TopLevel(value.Key)));
        }

        foreach (var list in values.Select(value => IsElement(value.Key) ? ConfigurationPath.GetParentPath(value.Key)! : value.Key).Distinct().ToList())
        {
            RemoveElements(list);
        }

        foreach (var (key, value) in values)
        {
            Values[key] = value;
        }
    }

    /// <summary>A bare environment variable such as GRANTS=1 is somebody else's, and not our section.</summary>
    public void Ignore(IEnumerable<string> sections)
    {
        foreach (var section in sections.Where(section => !written.Contains(section)))
        {
            Values.Remove(section);
        }
    }

    private void RemoveElements(string list)
    {
        var prefix = list + ConfigurationPath.KeyDelimiter;
        foreach (var key in Values.Keys.Where(key => key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
            && IsElement(key) && key.IndexOf(ConfigurationPath.KeyDelimiter, prefix.Length, StringComparison.Ordinal) < 0).ToList())
        {
            Values.Remove(key);
        }
    }

    private static bool IsElement(string key) =>
        int.TryParse(ConfigurationPath.GetSectionKey(key), NumberStyles.None, CultureInfo.InvariantCulture, out _)
        && ConfigurationPath.GetParentPath(key) is not null;

    private static string TopLevel(string key) => key.Split(ConfigurationPath.KeyDelimiter, 2)[0];

    private static IEnumerable<(string Key, string? Value)> Leaves(IConfigurationProvider source, string? parent)
    {
        foreach (var child in source.GetChildKeys([], parent).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var key = parent is null ? child : ConfigurationPath.Combine(parent, child);
            if (source.TryGet(key, out var value))
            {
                yield return (key, value);
            }

            foreach (var leaf in Leaves(source, key))
            {
                yield return leaf;
            }
        }
    }
}
