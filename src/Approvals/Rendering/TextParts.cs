using System.Text;

namespace Approvals.Rendering;

/// <summary>Gathers parts. Neighbours of one kind become one part: a text of nothing but escapes must not become a million of them.</summary>
internal sealed class TextParts
{
    private readonly List<TextPart> parts = [];
    private readonly StringBuilder current = new();
    private TextPartKind kind;

    public void Add(TextPartKind of, ReadOnlySpan<char> text)
    {
        if (of != kind)
        {
            Close();
            kind = of;
        }

        current.Append(text);
    }

    /// <summary>Adds a part that stays apart from its neighbours.</summary>
    public void AddAlone(TextPartKind of, string text)
    {
        Close();
        parts.Add(new TextPart(text, of));
    }

    public IReadOnlyList<TextPart> Take()
    {
        Close();
        return parts;
    }

    private void Close()
    {
        if (current.Length > 0)
        {
            parts.Add(new TextPart(current.ToString(), kind));
            current.Clear();
        }
    }
}
