using System.CommandLine;
using Approvals.Audit;
using Approvals.Demo.Agent;
using Microsoft.Data.Sqlite;

namespace Approvals.Cli.Audit;

/// <summary><c>approvals audit</c>: whether anybody changed what the gateway wrote, found out without the gateway.</summary>
internal static class AuditCommand
{
    private const string KeyFile = "installation.key";
    private const int KeySize = 32;

    private static readonly Option<string?> Directory = new("--data-directory")
    {
        HelpName = "DIR",
        Description = $"Where the gateway keeps its data: its key, and the database unless --database names it. Default: {DemoFile.DefaultDirectory()}",
    };

    private static readonly Option<string?> Database = new("--database") { HelpName = "FILE", Description = "The database. Default: approvals.db in the data directory." };

    private static readonly Option<string?> Head = new("--head")
    {
        HelpName = "HASH",
        Description = "A head that was exported earlier. Without it nobody can tell whether the last rows were cut off, or everything was written anew by somebody who has the key.",
        Validators =
        {
            result =>
            {
                if (result.Tokens is [{ Value: var hash }] && !(hash.Length == AuditHead.None.Hash.Length && hash.All(char.IsAsciiHexDigitLower)))
                {
                    result.AddError("--head must be 64 lower-case hex digits, as `approvals audit head` prints them.");
                }
            },
        },
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Print one line of JSON." };

    public static Command Create()
    {
        var verify = new Command("verify", "Check every row of the audit. Ends with 0 if all is as it was written, with 1 if not, naming the first bad row.") { Directory, Database, Head, Json };
        verify.SetAction(line => Run(line, line.GetValue(Head), AuditPrinter.Verified));
        var head = new Command("head", "Check every row, and print the chain's head. Keep it where whoever can change the database cannot.") { Directory, Database, Json };
        head.SetAction(line => Run(line, exportedHead: null, AuditPrinter.Head));
        return new Command("audit", "Find out whether the audit is as the gateway wrote it. The gateway may run meanwhile.") { verify, head };
    }

    private static int Run(ParseResult line, string? exportedHead, Action<ChainAnswer, bool, InvocationConfiguration> print)
    {
        var directory = line.GetValue(Directory) ?? DemoFile.DefaultDirectory();
        var database = line.GetValue(Database) ?? Path.Combine(directory, "approvals.db");
        try
        {
            if (ProblemOf(directory, database) is { } problem)
            {
                return Fail(line, problem);
            }

            var answer = AuditChain.Verify(File.ReadAllBytes(Path.Combine(directory, KeyFile)), AuditFile.Read(database), exportedHead);
            print(answer, line.GetValue(Json), line.InvocationConfiguration);
            return answer is ChainAnswer.Whole ? ExitCode.Done : ExitCode.Failed;
        }
        catch (Exception unreadable) when (unreadable is SqliteException or IOException or UnauthorizedAccessException)
        {
            return Fail(line, $"The audit in {database} cannot be read: {unreadable.Message}");
        }
    }

    private static string? ProblemOf(string directory, string database)
    {
        var key = new FileInfo(Path.Combine(directory, KeyFile));
        if (!key.Exists || key.Length != KeySize)
        {
            return $"{key.FullName} is not a gateway's key of {KeySize} bytes. Name the gateway's data directory with --data-directory.";
        }

        return File.Exists(database) ? null : $"There is no database at {database}. Name it with --database.";
    }

    private static int Fail(ParseResult line, string why)
    {
        line.InvocationConfiguration.Error.WriteLine(InertText.Of(why));
        return ExitCode.Usage;
    }
}
