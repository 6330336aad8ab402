using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Approvals.Cli.Policies.Import.Sources;

/// <summary>JSON with comments and trailing commas, as editors' settings have them. Duplicate keys are refused.</summary>
internal ref struct JsonSource
{
    private readonly ReadOnlySpan<byte> _utf8;
    private readonly List<int> _lineStarts = [0];
    private Utf8JsonReader _json;

    private JsonSource(ReadOnlySpan<byte> utf8)
    {
        _utf8 = utf8;
        _json = new Utf8JsonReader(utf8, new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = SourceText.Deepest });
        for (var at = 0; at < utf8.Length; at++)
        {
            if (utf8[at] == (byte)'\n')
            {
                _lineStarts.Add(at + 1);
            }
        }
    }

    private readonly Mark Here => MarkOf((int)_json.TokenStartIndex);

    public static SourceNode Read(ReadOnlySpan<byte> utf8)
    {
        var source = new JsonSource(utf8);
        try
        {
            source._json.Read();
            var root = source.Value();
            // Anything but white space and comments after the root is found by reading on.
            source._json.Read();
            return root;
        }
        catch (JsonException error)
        {
            var at = new Mark((int)(error.LineNumber ?? 0) + 1, (int)(error.BytePositionInLine ?? 0) + 1);
            throw new UnreadableException(at, $"this is not JSON: {error.Message.Split(" LineNumber:")[0]}");
        }
    }

    private SourceNode Value() => _json.TokenType switch
    {
        JsonTokenType.StartObject => Table(),
        JsonTokenType.StartArray => List(),
        JsonTokenType.String => new SourceNode.Text(Here, Text()),
        JsonTokenType.Number => new SourceNode.Number(Here, Encoding.UTF8.GetString(_json.ValueSpan)),
        JsonTokenType.Null => new SourceNode.Nothing(Here),
        _ => new SourceNode.Truth(Here, _json.GetBoolean()),
    };

    private SourceNode.List List()
    {
        var at = Here;
        var items = ImmutableArray.CreateBuilder<SourceNode>();
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            items.Add(Value());
        }

        return new SourceNode.List(at, items.ToImmutable());
    }

    private SourceNode.Table Table()
    {
        var at = Here;
        var members = ImmutableArray.CreateBuilder<SourceNode.Member>();
        var first = new Dictionary<string, Mark>(StringComparer.Ordinal);
        while (_json.Read() && _json.TokenType != JsonTokenType.EndObject)
        {
            var (key, keyAt) = (Text(), Here);
            if (!first.TryAdd(key, keyAt))
            {
                throw new UnreadableException(keyAt, $"duplicate key '{key}'; it is first at line {first[key].Line}, column {first[key].Column}");
            }

            _json.Read();
            members.Add(new SourceNode.Member(keyAt, key, Value()));
        }

        return new SourceNode.Table(at, members.ToImmutable());
    }

    private readonly string Text()
    {
        try
        {
            return _json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new UnreadableException(Here, "the text has half a surrogate pair: a \\uD800 to \\uDFFF without its other half");
        }
    }

    private readonly Mark MarkOf(int offset)
    {
        var found = _lineStarts.BinarySearch(offset);
        var line = found >= 0 ? found : ~found - 1;
        return new Mark(line + 1, Encoding.UTF8.GetString(_utf8[_lineStarts[line]..offset]).EnumerateRunes().Count() + 1);
    }
}
