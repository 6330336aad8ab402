using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Approvals.Cli.Policies.Import.Intercept;
using Approvals.Cli.Policies.Import.Lists;
using Approvals.Cli.Policies.Import.Sources;

namespace Approvals.Cli.Policies.Import;

/// <summary>A policy that another program was configured with, as one of ours.</summary>
internal static class Importer
{
    /// <param name="bytes">The file.</param>
    /// <param name="dialect">Null to find out.</param>
    /// <param name="server">The server that is imported, where lists are about several.</param>
    public static ImportAnswer Import(ReadOnlySpan<byte> bytes, Dialect? dialect, string? server)
    {
        var notes = new Notes();
        try
        {
            var root = SourceText.Read(bytes);
            var spoken = dialect ?? Dialects.Guess(root);
            var policy = spoken switch
            {
                Dialect.Seed => new SeedDialect(notes).Read(root),
                Dialect.Intercept => new InterceptDialect(notes).Read(root),
                Dialect.Claude => new ClaudeDialect(server, notes).Read(root),
                _ => new CursorDialect(server, notes).Read(root),
            };
            var document = PolicyWriter.Document(policy);
            // What the gateway would not load is said here, and not written.
            return PolicyWriter.ProblemOf(document) is { } problem
                ? new ImportAnswer.Refused(root.At, $"what comes of it is not a policy: {problem}")
                : new ImportAnswer.Imported(spoken, document, notes.InOrder);
        }
        catch (UnreadableException unreadable)
        {
            return new ImportAnswer.Refused(unreadable.At, unreadable.Message);
        }
    }
}

internal abstract record ImportAnswer
{
    public sealed record Imported(Dialect Dialect, JsonObject Document, ImmutableArray<ImportNote> Notes) : ImportAnswer;

    public sealed record Refused(Mark At, string Why) : ImportAnswer;
}
