using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Approvals.Cli.Policies.Import.Sources;

/// <summary>One YAML document of plain values. Duplicate keys, tags and merge keys are refused; aliases are counted as what they stand for.</summary>
internal sealed class YamlSource
{
    /// <summary>With every alias written out.</summary>
    private const int MostNodes = 100_000;

    private readonly Parser _parser;
    private readonly Dictionary<AnchorName, (SourceNode Node, int Size)> _anchors = [];
    private int _depth;

    private YamlSource(string text)
    {
        _parser = new Parser(new StringReader(text));
    }

    public static SourceNode Read(string text)
    {
        try
        {
            return new YamlSource(text).Document();
        }
        catch (YamlException error)
        {
            throw new UnreadableException(MarkOf(error.Start), $"this is not YAML: {error.Message}");
        }
        catch (InvalidOperationException)
        {
            // What the parser says of a file of document ends.
            throw new UnreadableException(new Mark(1, 1), "this is not YAML: there is no document in it");
        }
    }

    private SourceNode Document()
    {
        Next();
        Next();
        if (_parser.Current is not DocumentStart)
        {
            throw new UnreadableException(new Mark(1, 1), "the file is empty");
        }

        Next();
        var (root, _) = Node();
        Next();
        Next();
        return _parser.Current is StreamEnd
            ? root
            : throw new UnreadableException(MarkOf(_parser.Current!.Start), "a second document begins here; a policy is one document");
    }

    private (SourceNode Node, int Size) Node()
    {
        var here = _parser.Current!;
        if (here is AnchorAlias alias)
        {
            return _anchors.TryGetValue(alias.Value, out var named)
                ? named
                : throw new UnreadableException(MarkOf(alias.Start), $"the alias '*{alias.Value}' names nothing that is complete above it");
        }

        var start = (NodeEvent)here;
        if (!start.Tag.IsEmpty)
        {
            throw new UnreadableException(MarkOf(start.Start), "tags (!...) are not read; write the plain value");
        }

        if (++_depth > SourceText.Deepest)
        {
            throw new UnreadableException(MarkOf(start.Start), $"this lies more than {SourceText.Deepest} levels deep");
        }

        var found = start switch
        {
            Scalar scalar => (ScalarOf(scalar), 1),
            SequenceStart => List(MarkOf(start.Start)),
            _ => Table(MarkOf(start.Start)),
        };
        _depth--;
        if (!start.Anchor.IsEmpty)
        {
            _anchors[start.Anchor] = found;
        }

        return found;
    }

    private (SourceNode Node, int Size) List(Mark at)
    {
        var items = ImmutableArray.CreateBuilder<SourceNode>();
        var size = 1;
        for (Next(); _parser.Current is not SequenceEnd; Next())
        {
            var (item, itemSize) = Node();
            items.Add(item);
            size = Sum(size, itemSize, at);
        }

        return (new SourceNode.List(at, items.ToImmutable()), size);
    }

    private (SourceNode Node, int Size) Table(Mark at)
    {
        var members = ImmutableArray.CreateBuilder<SourceNode.Member>();
        var first = new Dictionary<string, Mark>(StringComparer.Ordinal);
        var size = 1;
        for (Next(); _parser.Current is not MappingEnd; Next())
        {
            var (key, keyAt) = Key();
            if (!first.TryAdd(key, keyAt))
            {
                throw new UnreadableException(keyAt, $"duplicate key '{key}'; it is first at line {first[key].Line}, column {first[key].Column}");
            }

            Next();
            var (value, valueSize) = Node();
            members.Add(new SourceNode.Member(keyAt, key, value));
            size = Sum(size, valueSize, at);
        }

        return (new SourceNode.Table(at, members.ToImmutable()), size);
    }

    private (string Key, Mark At) Key()
    {
        var at = MarkOf(_parser.Current!.Start);
        return _parser.Current switch
        {
            Scalar { Value: "<<", Style: ScalarStyle.Plain } => throw new UnreadableException(at, "merge keys (<<) are not read; write the keys out"),
            Scalar { Tag.IsEmpty: true, Anchor.IsEmpty: true } key => (key.Value, at),
            _ => throw new UnreadableException(at, "a key must be a plain text"),
        };
    }

    private static SourceNode ScalarOf(Scalar scalar) =>
        scalar.Style == ScalarStyle.Plain ? PlainScalar.Read(MarkOf(scalar.Start), scalar.Value) : new SourceNode.Text(MarkOf(scalar.Start), scalar.Value);

    private static int Sum(int size, int more, Mark at) => size + more <= MostNodes
        ? size + more
        : throw new UnreadableException(at, $"with its aliases written out, this has more than {MostNodes} values");

    private static Mark MarkOf(YamlDotNet.Core.Mark mark) => new((int)mark.Line, (int)mark.Column);

    private void Next()
    {
        if (!_parser.MoveNext())
        {
            throw new UnreadableException(new Mark(1, 1), "the file ends before its document does");
        }
    }
}
