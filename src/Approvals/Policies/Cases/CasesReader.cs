using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Approvals.Policies.Reading;

namespace Approvals.Policies.Cases;

/// <summary>Reads a file of cases (<c>ecs.cases.json</c> beside <c>ecs.json</c>), as strictly as a policy.</summary>
public static class CasesReader
{
    private const int MostBytes = 4 << 20;
    private const int NameLength = 500;
    private const int ToolLength = 4096;
    private const int MostBefore = 1_000_000;

    private static readonly Vocabulary Root = new("cases");
    private static readonly Vocabulary Case = new("name", "tool", "arguments", "kind", "facts", "calls_before", "expect", "rule", "reviewers", "hidden");
    private static readonly Vocabulary Facts = new("annotations", "category", "severity", "grant", "time");
    private static readonly Vocabulary Grant = new("name", "owner");
    private static readonly Dictionary<string, int> Kinds = Words("tool", "resource", "prompt");
    private static readonly Dictionary<string, int> Verdicts = Words("allow", "deny", "require_approval", "rate_limited");

    /// <param name="file">How problems name the file.</param>
    /// <param name="utf8">Its bytes, at most 4 MiB; comments and trailing commas are allowed.</param>
    /// <param name="problems">Every problem, in the order of the text; empty when the cases are whole.</param>
    public static ImmutableArray<PolicyCase> Read(string file, ReadOnlyMemory<byte> utf8, out ImmutableArray<PolicyProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(file);
        var found = new Problems(file, utf8.Span);
        ImmutableArray<PolicyCase> cases = [];
        if (utf8.Length > MostBytes)
        {
            found.Add(0, string.Create(CultureInfo.InvariantCulture, $"the file has {utf8.Length} bytes; at most {MostBytes} are read"));
        }
        else if (TreeReader.Read(utf8.Span, found) is { } root && new Cursor(root, "", "a file of cases", found).Table(Root) is { } fields)
        {
            cases = [.. (fields.Required("cases", "[]")?.Items() ?? []).Select(One).OfType<PolicyCase>()];
        }

        problems = found.InOrder();
        return problems.IsEmpty ? cases : [];
    }

    /// <summary>Reads one call that somebody typed in, to be explained rather than tested.</summary>
    /// <param name="kind"><c>tool</c>, <c>resource</c> or <c>prompt</c>.</param>
    /// <param name="name">The tool's or prompt's name, or the resource's URI.</param>
    /// <param name="arguments">A JSON object's text; empty means none.</param>
    /// <param name="facts">A JSON object's text, as <c>facts</c> of a case; empty means none.</param>
    /// <param name="problems">What is wrong with the two texts; the file of a problem is <c>arguments</c> or <c>facts</c>.</param>
    public static PolicyCase? ReadCall(string kind, string name, string arguments, string facts, out ImmutableArray<PolicyProblem> problems)
    {
        var (given, wrongArguments) = Part("arguments", arguments);
        var (known, wrongFacts) = Part("facts", facts);
        var call = new PolicyCase("", 1, kind, name, Json(given) ?? "{}", FactsOf(known), CallsBefore: 0, new Expected("allow", null, null, null));
        problems = [.. wrongArguments.InOrder(), .. wrongFacts.InOrder()];
        return problems.IsEmpty ? call : null;
    }

    private static (Cursor? Cursor, Problems Problems) Part(string name, string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(string.IsNullOrWhiteSpace(text) ? "{}" : text);
        var problems = new Problems(name, utf8);
        return (TreeReader.Read(utf8, problems) is { } root ? new Cursor(root, "", $"'{name}'", problems) : null, problems);
    }

    private static PolicyCase? One(Cursor cursor)
    {
        if (cursor.Table(Case) is not { } fields)
        {
            return null;
        }

        var name = fields.Required("name", "\"a sentence\"")?.Text(NameLength);
        var tool = fields.Required("tool", "\"refund\"")?.Text(ToolLength);
        var verdict = Word(fields.Required("expect", "\"deny\""), Verdicts);
        return name is null || tool is null || verdict is null
            ? null
            : new PolicyCase(
                name,
                cursor.Problems.Places.Of(cursor.Node.At).Line,
                Word(fields["kind"], Kinds) ?? "tool",
                tool,
                Json(fields["arguments"]) ?? "{}",
                FactsOf(fields["facts"]),
                (int)(fields["calls_before"]?.Whole(0, MostBefore) ?? 0),
                new Expected(verdict, fields["rule"]?.Text(ToolLength), Names(fields["reviewers"]), Flag(fields["hidden"])));
    }

    private static CaseFacts FactsOf(Cursor? cursor)
    {
        if (cursor?.Table(Facts) is not { } fields)
        {
            return new CaseFacts(null, null, null, null, null, null);
        }

        var grant = fields["grant"]?.Table(Grant);
        return new CaseFacts(
            Json(fields["annotations"]),
            fields["category"]?.Text(NameLength),
            fields["severity"]?.Text(NameLength),
            grant?["name"]?.Text(NameLength),
            grant?["owner"]?.Text(NameLength),
            Time(fields["time"]));
    }

    private static DateTimeOffset? Time(Cursor? cursor)
    {
        if (cursor is null)
        {
            return null;
        }

        if (cursor.Node is Node.Text { Value: var text }
            && DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return time;
        }

        cursor.MustBe("a time in UTC such as \"2026-11-23T10:00:00Z\"");
        return null;
    }

    private static ImmutableArray<string>? Names(Cursor? cursor) => cursor is null ? null : [.. cursor.Items().Select(item => item.Text(NameLength)).OfType<string>()];

    private static bool? Flag(Cursor? cursor)
    {
        switch (cursor?.Node)
        {
            case null:
                return null;
            case Node.Word { Value: "true" or "false" } word:
                return word.Value == "true";
            default:
                cursor.MustBe("true or false");
                return null;
        }
    }

    private static string? Word(Cursor? cursor, Dictionary<string, int> words) =>
        cursor?.OneOf(words) is not null ? ((Node.Text)cursor.Node).Value : null;

    private static string? Json(Cursor? cursor)
    {
        if (cursor is null)
        {
            return null;
        }

        if (cursor.Node is not Node.Table table)
        {
            cursor.MustBe("an object");
            return null;
        }

        return NodeJson.Write(table);
    }

    private static Dictionary<string, int> Words(params string[] words) => words.ToDictionary(word => word, _ => 0, StringComparer.Ordinal);
}
