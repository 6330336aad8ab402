using System.Text.Json;

namespace Approvals.Rendering;

/// <summary>How much room there is for arguments.</summary>
/// <param name="Lines">The most lines; at least 1.</param>
/// <param name="LineLength">The most characters of one line.</param>
/// <param name="Length">The most characters of all lines together, each with its line break.</param>
public sealed record TextRoom(int Lines, int LineLength, int Length);

/// <summary>
/// The arguments of a call as lines of inert text, one for each value: <c>to[0].name: "Ann"</c>. What is left out is counted, and what
/// stands late is not crowded out by what is long.
/// </summary>
/// <param name="Lines">In the arguments' order. Nothing in them breaks a line, hides, or turns around what stands beside it.</param>
/// <param name="Fields">How many values there are.</param>
/// <param name="Cut">How many of the shown lines are not whole.</param>
/// <param name="HasEscapes">Whether a shown line holds characters that had to be written out, for nobody could see them.</param>
public sealed record ArgumentText(IReadOnlyList<string> Lines, int Fields, int Cut, bool HasEscapes)
{
    // A cut line says what it leaves out; shorter than this it could say nothing else.
    private const int ShortestLine = 128;

    /// <summary>How many values have no line.</summary>
    public int Hidden => Fields - Lines.Count;

    /// <summary>Whether everything is there to be seen.</summary>
    public bool IsWhole => Hidden == 0 && Cut == 0;

    /// <summary>The lines that fit into <paramref name="room"/>.</summary>
    /// <param name="json">One JSON value; what cannot be read as one is shown as a single value.</param>
    /// <param name="room">How much can be shown.</param>
    public static ArgumentText Of(string json, TextRoom room)
    {
        ArgumentNullException.ThrowIfNull(room);
        using var document = TryParse(json);
        var (fields, count) = document is null
            ? ([new ArgumentField("", json, IsQuoted: false)], 1)
            : ArgumentField.First(document.RootElement, room.Lines);
        var lengths = fields.ConvertAll(field => field.LengthWithin(room.LineLength));
        var longest = LongestThatFits(lengths, room.Length);
        while (longest < ShortestLine && fields.Count > 1)
        {
            var kept = fields.Count / 2;
            fields.RemoveRange(kept, fields.Count - kept);
            lengths.RemoveRange(kept, lengths.Count - kept);
            longest = LongestThatFits(lengths, room.Length);
        }

        var lines = fields.ConvertAll(field => field.Show(Math.Min(room.LineLength, longest)));
        return new ArgumentText([.. lines.Select(line => line.Text)], count, lines.Count(line => line.IsCut), lines.Any(line => line.HasEscapes));
    }

    // Every line may be as long as this; the short ones leave their room to the long ones.
    private static int LongestThatFits(List<int> lengths, int room)
    {
        var left = lengths.Count;
        foreach (var length in lengths.Order())
        {
            var share = (room / left) - 1;
            if (length > share)
            {
                return Math.Max(0, share);
            }

            room -= length + 1;
            left--;
        }

        return int.MaxValue;
    }

    private static JsonDocument? TryParse(string json)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
