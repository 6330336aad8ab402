using System.Collections.Immutable;
using Approvals.Cli.Policies.Import.Sources;

namespace Approvals.Cli.Policies.Import;

/// <summary>Collects what the importer has to say.</summary>
internal sealed class Notes
{
    private readonly List<ImportNote> _all = [];
    private readonly HashSet<string> _once = [];

    public ImmutableArray<ImportNote> InOrder => [.. _all.Distinct().OrderBy(note => note.At.Line).ThenBy(note => note.At.Column)];

    public void Stricter(Mark at, string text) => _all.Add(new ImportNote(at, NoteKind.Stricter, text));

    public void LeftOut(Mark at, string text) => _all.Add(new ImportNote(at, NoteKind.LeftOut, text));

    /// <summary>What is true of many places is said at the first.</summary>
    public void StricterFromHereOn(Mark at, string text)
    {
        if (_once.Add(text))
        {
            Stricter(at, text);
        }
    }

    /// <summary>Said at the first place of many.</summary>
    public void CheckFromHereOn(Mark at, string text)
    {
        if (_once.Add(text))
        {
            _all.Add(new ImportNote(at, NoteKind.Check, text));
        }
    }

    public void LeaveOut(IEnumerable<SourceNode.Member> unknown)
    {
        foreach (var member in unknown)
        {
            LeftOut(member.At, $"the key '{member.Key}' means nothing to this importer");
        }
    }
}
