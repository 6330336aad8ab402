using System.Text.Json;
using System.Text.Json.Serialization;
using Approvals.Gateway.Configuration;

namespace Approvals.Cli.Doctor;

/// <summary>A diagnosis in one line, for people and for programs.</summary>
internal static class DiagnosisWords
{
    public static string Line(Diagnosis diagnosis) => InertText.Of($"{Outcome(diagnosis),-4}  {diagnosis.Subject}: {diagnosis.Words}");

    public static string Json(Diagnosis diagnosis) =>
        JsonSerializer.Serialize(new DiagnosisJson(Outcome(diagnosis).ToLowerInvariant(), diagnosis.Subject, diagnosis.Words), DiagnosisJsonShape.Default.DiagnosisJson);

    private static string Outcome(Diagnosis diagnosis) => diagnosis switch
    {
        Diagnosis.Fine => "ok",
        Diagnosis.Doubtful => "warn",
        Diagnosis.Broken => "FAIL",
        _ => throw new InvalidOperationException($"{diagnosis.GetType().Name} has no words"),
    };
}

internal sealed record DiagnosisJson(string Outcome, string Check, string Words);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DiagnosisJson))]
internal sealed partial class DiagnosisJsonShape : JsonSerializerContext;
