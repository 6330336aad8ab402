using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Approvals.Rendering;

/// <summary>One value among the arguments.</summary>
/// <param name="Path">Where it stands, inert: <c>to[0].name</c>; empty for the arguments as a whole.</param>
/// <param name="Value">The text of a string, else the JSON of the value.</param>
/// <param name="IsQuoted">Whether it is a string.</param>
internal sealed partial record ArgumentField(string Path, string Value, bool IsQuoted)
{
    private const string Between = ": ";

    /// <summary>The first values, in their order, and how many there are in all.</summary>
    public static (List<ArgumentField> Fields, int Count) First(JsonElement root, int most)
    {
        var fields = new List<ArgumentField>();
        var count = 0;
        Walk(root, "");
        return (fields, count);

        void Walk(JsonElement value, string path)
        {
            switch (value.ValueKind)
            {
                case JsonValueKind.Object when value.EnumerateObject().Any():
                    foreach (var member in value.EnumerateObject())
                    {
                        Walk(member.Value, count < most ? Join(path, member.Name) : "");
                    }

                    break;
                case JsonValueKind.Array when value.GetArrayLength() > 0:
                    var at = 0;
                    foreach (var item in value.EnumerateArray())
                    {
                        Walk(item, count < most ? string.Create(CultureInfo.InvariantCulture, $"{path}[{at++}]") : "");
                    }

                    break;
                default:
                    if (count++ < most)
                    {
                        fields.Add(Of(path, value));
                    }

                    break;
            }
        }
    }

    /// <summary>How long its line is, or would be if it could be longer than <paramref name="most"/>: then more than that.</summary>
    public int LengthWithin(int most) =>
        // Writing out only makes longer: what is too long as it came need not be written out to know that.
        Path.Length + Value.Length > most ? most + 1 : Math.Min(most + 1, Head.Length + InertLine.Of(Value, IsQuoted, int.MaxValue).Text.Length);

    /// <summary>Its line of at most so many characters.</summary>
    public InertLine Show(int most)
    {
        // A short value leaves its room to a long path.
        var path = InertLine.Cut(Head, Math.Max(most / 2, most - InertLine.Of(Value, IsQuoted, most).Text.Length));
        var value = InertLine.Of(Value, IsQuoted, most - path.Text.Length);
        return new InertLine(path.Text + value.Text, path.IsCut || value.IsCut, value.HasEscapes || Head.Contains('\\', StringComparison.Ordinal));
    }

    private string Head => Path.Length == 0 ? "" : Path + Between;

    private static ArgumentField Of(string path, JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? new(path, value.GetString()!, IsQuoted: true) : new(path, value.GetRawText(), IsQuoted: false);
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair is no text; its JSON is.
            return new(path, value.GetRawText(), IsQuoted: false);
        }
    }

    private static string Join(string path, string name) =>
        !PlainName().IsMatch(name) ? $"{path}[{InertLine.Of(name, isQuoted: true, int.MaxValue).Text}]"
        : path.Length == 0 ? name
        : $"{path}.{name}";

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_-]*\z")]
    private static partial Regex PlainName();
}
