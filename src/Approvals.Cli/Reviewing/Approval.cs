using System.Text.Encodings.Web;
using System.Text.Json;
using Approvals.Rendering;

namespace Approvals.Cli.Reviewing;

/// <summary>An approval as the gateway describes it, in words for a terminal. Every text in it is somebody else's.</summary>
internal sealed record Approval(JsonElement Json)
{
    // What cannot be seen is written out afterwards, so letters of any script can stay as they are.
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Id => Text("id");

    public string Status => Text("status");

    public string Fingerprint => Text("fingerprint");

    public bool IsPending => Status == "pending";

    /// <summary>Changes whenever there is something to tell.</summary>
    public string Standing => Optional("outcome") is { } outcome ? $"{Status}, {outcome}" : Status;

    /// <summary>In one line: where it stands, what, for whom.</summary>
    public string Line() =>
        $"{Standing,-19} {Id}  {Shown("tool")} on {Shown("upstream")} for {Shown("owner")}{(IsPending ? $", expires {Shown("expiresAt")}" : By())}";

    /// <summary>All of it, a line a fact, with every argument whole.</summary>
    public IEnumerable<string> Whole()
    {
        yield return $"{Shown("tool")} on {Shown("upstream")}, asked with the grant {Shown("grant")} of {Shown("owner")}";
        yield return Fact("status", Standing);
        if (Json.GetProperty("risk") is { ValueKind: JsonValueKind.Object } risk)
        {
            yield return Fact("risk", InertText.Of($"{risk.GetProperty("severity").GetString()}; its tool counts as {risk.GetProperty("category").GetString()}"));
        }

        yield return Fact("reason", Shown("reason"));
        if (Optional("purpose") is { } purpose)
        {
            yield return Fact("the agent", InertText.Of($"claims that it is for: {purpose}"));
        }

        yield return Fact("rule", $"{Shown("rule")}, policy version {Shown("policyVersion")}");
        yield return Fact("client", Client());
        yield return Fact("asked", Shown("createdAt"));
        yield return Fact("expires", Shown("expiresAt"));
        foreach (var line in Narrowing().Concat(Block("arguments")).Concat(Block("others")).Concat(Talk()))
        {
            yield return line;
        }

        foreach (var decision in Decisions())
        {
            yield return Fact("decision", Words(decision));
        }

        if (Json.TryGetProperty("withdrawal", out var withdrawn))
        {
            yield return Fact("called back", InertText.Of($"by {withdrawn.GetProperty("person").GetString()} at {withdrawn.GetProperty("at").GetString()}{(withdrawn.GetProperty("reason").GetString() is { } why ? $": {why}" : "")}"));
        }

        if (Json.TryGetProperty("settlement", out var settled) && settled.ValueKind == JsonValueKind.Object)
        {
            var found = settled.GetProperty("outcome").GetString() == "ran" ? "ran" : "did not run";
            yield return Fact("settled", InertText.Of($"it {found}, says {settled.GetProperty("reviewer").GetString()} at {settled.GetProperty("at").GetString()}: {settled.GetProperty("reason").GetString()}"));
        }

        yield return Fact("fingerprint", VisibleText.Flat(Fingerprint));
        yield return Fact("request", VisibleText.Flat(Id));
    }

    private static string Fact(string name, string text) => $"  {name,-12} {text}";

    private IEnumerable<string> Block(string name)
    {
        if (!Json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return name == "arguments" ? [Fact(name, "none")] : [];
        }

        var lines = JsonSerializer.Serialize(value, Readable).Split('\n').Select(Indented);
        return lines.Prepend(Fact(name, $"{value.GetRawText().Length} characters"));
    }

    // What was asked, before what would run instead: nobody should take the one for the other.
    private IEnumerable<string> Narrowing()
    {
        if (Json.TryGetProperty("narrowedFrom", out var from))
        {
            yield return Fact("narrowed", InertText.Of($"by {Text("narrowedBy")}, who cannot decide it; {from.GetString()} has what the agent asked for"));
        }

        if (Json.TryGetProperty("narrowedTo", out var to))
        {
            yield return Fact("narrowed", InertText.Of($"{to.GetString()} is decided in its place"));
        }
    }

    private IEnumerable<string> Talk() => !Json.TryGetProperty("talk", out var talk) ? [] : talk.EnumerateArray().Select(remark =>
        Fact(remark.GetProperty("from").GetString() == "agent" ? "the agent" : "question", InertText.Of(remark.GetProperty("from").GetString() == "agent"
            ? $"claims: {remark.GetProperty("text").GetString()}"
            : $"{remark.GetProperty("author").GetString()} asks: {remark.GetProperty("text").GetString()}")));

    // The space that a line begins with is ours.
    private static string Indented(string line)
    {
        var text = line.TrimStart(' ');
        return $"{new string(' ', 4 + line.Length - text.Length)}{VisibleText.Flat(text)}";
    }

    private string Client() => Json.GetProperty("client") is var client && client.GetProperty("name").GetString() is { } name
        ? InertText.Of($"{name} {client.GetProperty("version").GetString()}, as it calls itself")
        : "it gave no name";

    private string By() => Decisions().LastOrDefault() is { ValueKind: JsonValueKind.Object } last ? $", by {InertText.Of(last.GetProperty("reviewer").GetString()!)}" : "";

    // A summary from the hub has none.
    private IEnumerable<JsonElement> Decisions() =>
        Json.TryGetProperty("decisions", out var decisions) ? decisions.EnumerateArray() : Enumerable.Empty<JsonElement>();

    private static string Words(JsonElement decision)
    {
        var reason = decision.GetProperty("reason").GetString();
        var said = decision.GetProperty("decision").GetString() == "approve" ? "approved" : "denied";
        return InertText.Of($"{said} by {decision.GetProperty("reviewer").GetString()} at {decision.GetProperty("at").GetString()}{(reason is null ? "" : $": {reason}")}");
    }

    private string Text(string name) => Json.GetProperty(name).GetString()!;

    private string? Optional(string name) => Json.GetProperty(name).GetString();

    private string Shown(string name) => InertText.Of(Text(name));
}
