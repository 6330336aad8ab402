using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Approvals.Policies.Reading;

/// <summary>Reads a document's text into located nodes. What could be read in two ways is a problem: duplicate keys, broken UTF-8.</summary>
internal ref struct TreeReader
{
    private readonly Problems _problems;
    private readonly int _start;
    private Utf8JsonReader _json;

    private TreeReader(ReadOnlySpan<byte> utf8, int start, Problems problems)
    {
        _problems = problems;
        _start = start;
        _json = new Utf8JsonReader(utf8[start..], new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
    }

    private readonly int Here => _start + (int)_json.TokenStartIndex;

    /// <returns>The root, or null when the text is not JSON; that is then the one problem.</returns>
    public static Node? Read(ReadOnlySpan<byte> utf8, Problems problems)
    {
        if (FirstBadByte(utf8) is { } bad)
        {
            problems.Add(bad, string.Create(CultureInfo.InvariantCulture, $"byte 0x{utf8[bad]:X2} is not UTF-8 here; save the file as UTF-8"));
            return null;
        }

        // A byte order mark is what some editors write; JSON itself has none.
        var start = utf8.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        return new TreeReader(utf8, start, problems).Document();
    }

    private static int? FirstBadByte(ReadOnlySpan<byte> utf8)
    {
        var at = 0;
        while (at < utf8.Length)
        {
            if (Rune.DecodeFromUtf8(utf8[at..], out _, out var length) != System.Buffers.OperationStatus.Done)
            {
                return at;
            }

            at += length;
        }

        return null;
    }

    private Node? Document()
    {
        try
        {
            _json.Read();
            var root = Value();
            // Anything but white space and comments after the root is a syntax error, found by reading on.
            _json.Read();
            return root;
        }
        catch (JsonException error)
        {
            // The parser counts bytes from where it started: past a byte order mark, on the first line.
            var inLine = (error.BytePositionInLine ?? 0) + (error.LineNumber is null or 0 ? _start : 0);
            var message = error.Message.Split(" LineNumber:")[0];
            _problems.Add(_problems.Places.Offset(error.LineNumber ?? 0, inLine), $"this is not JSON: {message}");
            return null;
        }
    }

    private Node Value() => _json.TokenType switch
    {
        JsonTokenType.StartObject => Table(),
        JsonTokenType.StartArray => List(),
        JsonTokenType.String => new Node.Text(Here, Text()),
        JsonTokenType.Number => new Node.Number(Here, Encoding.UTF8.GetString(_json.ValueSpan)),
        _ => new Node.Word(Here, Encoding.UTF8.GetString(_json.ValueSpan)),
    };

    private Node.List List()
    {
        var at = Here;
        var items = ImmutableArray.CreateBuilder<Node>();
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            items.Add(Value());
        }

        return new Node.List(at, items.ToImmutable());
    }

    private Node.Table Table()
    {
        var at = Here;
        var members = ImmutableArray.CreateBuilder<Node.Member>();
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        while (_json.Read() && _json.TokenType != JsonTokenType.EndObject)
        {
            var (key, keyAt) = (Text(), Here);
            _json.Read();
            var member = new Node.Member(keyAt, key, Value());
            if (first.TryAdd(key, keyAt))
            {
                members.Add(member);
            }
            else
            {
                _problems.Add(keyAt, $"duplicate key '{PrintableText.Of(key)}'; it is first at {_problems.Place(first[key])}");
            }
        }

        return new Node.Table(at, members.ToImmutable());
    }

    private readonly string Text()
    {
        try
        {
            return _json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            _problems.Add(Here, "the text has half a surrogate pair: a \\uD800 to \\uDFFF without its other half");
            return Encoding.UTF8.GetString(_json.ValueSpan);
        }
    }
}
