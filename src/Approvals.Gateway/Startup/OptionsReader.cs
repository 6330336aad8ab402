using Approvals.Gateway.Configuration;
using System.Globalization;
using System.Reflection;

namespace Approvals.Gateway.Startup;

/// <summary>
/// Makes options of configuration sections and notes every key that no option has and every value that does not convert.
/// The framework's binder ignores the first, throws at the second, and appends to the defaults of lists.
/// </summary>
internal sealed class OptionsReader(ICollection<string> problems)
{
    public T Read<T>(IConfigurationSection section)
        where T : class => (T)ReadObject(typeof(T), section);

    public Dictionary<string, T> ReadNamed<T>(IConfigurationSection section)
        where T : class => (Dictionary<string, T>)(ReadMap(typeof(Dictionary<string, T>), section) ?? new Dictionary<string, T>());

    private object ReadObject(Type type, IConfigurationSection section)
    {
        var options = Activator.CreateInstance(type)!;
        var properties = type.GetProperties().Where(property => property.CanWrite).ToDictionary(p => p.Name, StringComparer.OrdinalIgnoreCase);
        if (!string.IsNullOrEmpty(section.Value))
        {
            problems.Add($"{section.Path}: is an object with the keys {Names(properties)}, not a single value");
        }

        foreach (var child in section.GetChildren())
        {
            if (!properties.TryGetValue(child.Key, out var property))
            {
                problems.Add($"{child.Path}: unknown key; {Suggestion(child.Key, properties)}");
            }
            else if (ReadValue(property.PropertyType, child, property.GetValue(options)) is { } value)
            {
                property.SetValue(options, value);
            }
        }

        return options;
    }

    // Null leaves the default in place: an empty value is as good as none.
    private object? ReadValue(Type type, IConfigurationSection section, object? fallback) =>
        type == typeof(string[]) ? ReadList(section)
        : IsMap(type) ? ReadMap(type, section)
        : IsSingle(type) ? ReadSingle(Nullable.GetUnderlyingType(type) ?? type, section, fallback)
        : ReadObject(type, section);

    private object? ReadSingle(Type type, IConfigurationSection section, object? fallback)
    {
        if (section.GetChildren().Any())
        {
            problems.Add($"{section.Path}: is a single value, not a list or an object");
            return null;
        }

        var text = section.Value;
        if (string.IsNullOrEmpty(text) || type == typeof(string))
        {
            return string.IsNullOrEmpty(text) ? null : text;
        }

        if (type == typeof(Duration))
        {
            return Duration.TryParse(text, out var duration) ? duration : Complain($"'{text}' is not a duration; write e.g. 50s or 15m");
        }

        if (type == typeof(bool))
        {
            return bool.TryParse(text, out var answer) ? answer : Complain($"'{text}' is neither true nor false");
        }

        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : Complain($"'{text}' is not a whole number; write e.g. {fallback}");

        object? Complain(string problem)
        {
            problems.Add($"{section.Path}: {problem}");
            return null;
        }
    }

    private string[]? ReadList(IConfigurationSection section)
    {
        var elements = section.GetChildren().ToList();
        if (!string.IsNullOrEmpty(section.Value) || elements.Any(element => !int.TryParse(element.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            problems.Add($"{section.Path}: is a list; write [\"…\"] in a file or {section.Path.Replace(":", "__", StringComparison.Ordinal)}__0 in the environment");
            return null;
        }

        foreach (var empty in elements.Where(element => string.IsNullOrWhiteSpace(element.Value)))
        {
            problems.Add($"{empty.Path}: is empty; give a value or remove it");
        }

        // In a file [] reads as a key with an empty value; null as one without a value.
        return elements.Count == 0 && section.Value is null ? null : [.. elements.Select(element => element.Value).OfType<string>().Where(v => v.Length > 0)];
    }

    private object? ReadMap(Type type, IConfigurationSection section)
    {
        var valueType = type.GenericTypeArguments[1];
        if (!string.IsNullOrEmpty(section.Value))
        {
            problems.Add($"{section.Path}: is an object of names and values, not a single value");
        }

        var map = (System.Collections.IDictionary)Activator.CreateInstance(type, StringComparer.OrdinalIgnoreCase)!;
        foreach (var child in section.GetChildren())
        {
            map[child.Key] = ReadValue(valueType, child, null) ?? (valueType == typeof(string) ? "" : null);
        }

        return map;
    }

    private static bool IsMap(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Dictionary<,>);

    private static bool IsSingle(Type type) => (Nullable.GetUnderlyingType(type) ?? type) is var single
        && (single == typeof(string) || single == typeof(int) || single == typeof(bool) || single == typeof(Duration));

    private static string Suggestion(string key, Dictionary<string, PropertyInfo> properties) =>
        NearestName.Of(key, properties.Keys) is { } near ? $"did you mean '{near}'?" : $"the keys here are {Names(properties)}";

    private static string Names(Dictionary<string, PropertyInfo> properties) => string.Join(", ", properties.Keys);
}
