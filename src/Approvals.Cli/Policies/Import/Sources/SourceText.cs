using System.Text;

namespace Approvals.Cli.Policies.Import.Sources;

/// <summary>Reads a file into nodes. What could be read in two ways, or grows when it is read, is refused.</summary>
internal static class SourceText
{
    /// <summary>In bytes.</summary>
    public const int MostBytes = 1 << 20;

    /// <summary>How deep lists and tables may lie in each other. The YAML scanner's work grows with it for each character.</summary>
    public const int Deepest = 64;

    private static readonly Mark Start = new(1, 1);

    /// <exception cref="UnreadableException">It is not one table in JSON or YAML.</exception>
    public static SourceNode.Table Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MostBytes)
        {
            throw new UnreadableException(Start, $"the file has {bytes.Length} bytes; a policy has {MostBytes} at most");
        }

        if (bytes.StartsWith(Encoding.UTF8.Preamble))
        {
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
        }

        var text = Decode(bytes);
        RefuseControls(text);
        var root = IsJson(text) ? JsonSource.Read(bytes) : YamlSource.Read(text);
        return root as SourceNode.Table ?? throw new UnreadableException(root.At, $"the document must be a table of keys and values, not {root.Kind}");
    }

    private static string Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new UnreadableException(Start, "the file is not UTF-8; save it as UTF-8");
        }
    }

    // A zero byte would end the document for the YAML parser: whatever follows would be silently missing.
    private static void RefuseControls(string text)
    {
        var line = 1;
        var lineStart = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '\n')
            {
                (line, lineStart) = (line + 1, at + 1);
            }
            else if (char.IsControl(text[at]) && text[at] is not ('\t' or '\r'))
            {
                throw new UnreadableException(new Mark(line, at - lineStart + 1), $"the control character U+{(int)text[at]:X4} may not stand here; remove it");
            }
        }
    }

    private static bool IsJson(string text)
    {
        var start = text.AsSpan().TrimStart();
        return start is ['{' or '[', ..] || start.StartsWith("//", StringComparison.Ordinal) || start.StartsWith("/*", StringComparison.Ordinal);
    }
}
