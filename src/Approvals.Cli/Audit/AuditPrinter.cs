using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Approvals.Audit;

namespace Approvals.Cli.Audit;

/// <summary>What was found, for people and for programs.</summary>
internal static class AuditPrinter
{
    public static void Verified(ChainAnswer answer, bool isJson, InvocationConfiguration to) =>
        Print(answer, isJson, to.Output, head => $"The audit is whole: {Rows(head)}. Head: {head.Hash}");

    /// <summary>The head and nothing else, for a file: if there is none to keep, that is said beside it.</summary>
    public static void Head(ChainAnswer answer, bool isJson, InvocationConfiguration to) =>
        Print(answer, isJson, answer is ChainAnswer.Whole || isJson ? to.Output : to.Error, head => head.Hash);

    private static void Print(ChainAnswer answer, bool isJson, TextWriter output, Func<AuditHead, string> sayHead) => output.WriteLine(answer switch
    {
        _ when isJson => JsonSerializer.Serialize(JsonOf(answer), AuditPrinterJson.Default.AuditAnswerJson),
        ChainAnswer.Whole whole => sayHead(whole.Head),
        ChainAnswer.Broken broken => $"The audit is broken at row {broken.Sequence}. {broken.Why}",
        _ => throw new InvalidOperationException($"{answer.GetType().Name} has no words"),
    });

    private static AuditAnswerJson JsonOf(ChainAnswer answer) => answer switch
    {
        ChainAnswer.Whole whole => new AuditAnswerJson(true, whole.Head.Sequence, whole.Head.Hash),
        ChainAnswer.Broken broken => new AuditAnswerJson(false, FirstBadRow: broken.Sequence, Why: broken.Why),
        _ => throw new InvalidOperationException($"{answer.GetType().Name} has no words"),
    };

    private static string Rows(AuditHead head) => head.Sequence == 1 ? "1 row" : $"{head.Sequence} rows";
}

internal sealed record AuditAnswerJson(bool Whole, long? Rows = null, string? Head = null, long? FirstBadRow = null, string? Why = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AuditAnswerJson))]
internal sealed partial class AuditPrinterJson : JsonSerializerContext;
