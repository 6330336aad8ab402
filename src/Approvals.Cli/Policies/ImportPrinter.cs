using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Approvals.Cli.Policies.Import;
using Approvals.Cli.Policies.Import.Sources;

namespace Approvals.Cli.Policies;

/// <summary>The policy for a file or a program, and what is to be said of it for people.</summary>
internal sealed class ImportPrinter(string file, string? writtenTo, InvocationConfiguration to)
{
    public void Print(ImportAnswer answer, bool isJson)
    {
        switch (answer)
        {
            case ImportAnswer.Refused refused when isJson:
                PrintJson(new ImportJson(file, null, null, null, [Line(refused.At, "refused", refused.Why)]));
                break;
            case ImportAnswer.Refused refused:
                to.Error.WriteLine(Words(refused.At, refused.Why));
                break;
            case ImportAnswer.Imported imported when isJson:
                PrintJson(new ImportJson(file, DialectWord(imported.Dialect), writtenTo, imported.Document, [.. imported.Notes.Select(note => Line(note.At, Word(note.Kind), note.Text))]));
                break;
            case ImportAnswer.Imported imported:
                PrintWords(imported);
                break;
        }
    }

    private void PrintWords(ImportAnswer.Imported imported)
    {
        foreach (var note in imported.Notes)
        {
            to.Error.WriteLine(Words(note.At, $"{Word(note.Kind)}: {note.Text}"));
        }

        if (writtenTo is null)
        {
            to.Output.Write(PolicyWriter.Text(imported.Document));
        }
        else
        {
            to.Error.WriteLine(InertText.Of($"Written to {writtenTo}. Read it before a grant is given to it."));
        }
    }

    private void PrintJson(ImportJson json) => to.Output.WriteLine(JsonSerializer.Serialize(json, ImportPrinterJson.Default.ImportJson));

    private string Words(Mark at, string text) => InertText.Of($"{file}:{at.Line}:{at.Column}: {text}");

    private static ImportLineJson Line(Mark at, string kind, string text) => new(at.Line, at.Column, kind, text);

    private static string DialectWord(Dialect dialect) => dialect.ToString().ToLowerInvariant();

    private static string Word(NoteKind kind) => kind switch
    {
        NoteKind.Stricter => "stricter",
        NoteKind.LeftOut => "left out",
        _ => "check",
    };
}

internal sealed record ImportJson(string File, string? Dialect, string? WrittenTo, JsonObject? Policy, ImmutableArray<ImportLineJson> Notes);

internal sealed record ImportLineJson(int Line, int Column, string Kind, string Text);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ImportJson))]
internal sealed partial class ImportPrinterJson : JsonSerializerContext;
