namespace Approvals.Policies.Conditions;

/// <summary>One test inside a rule.</summary>
/// <param name="Rule">Where the document says so, as a JSON pointer.</param>
/// <param name="Subject">What it looks at.</param>
/// <param name="Comparison">What it wants of it.</param>
/// <param name="MatchesMissing">Whether it is met when there is nothing at its path.</param>
internal sealed record Condition(string Rule, Subject Subject, Comparison Comparison, bool MatchesMissing)
{
    public Truth Of(in Use use, in Facts facts, Trace? trace)
    {
        var found = Subject.Find(use, facts);
        var answer = found.Kind switch
        {
            FoundKind.Missing when Comparison is not Comparison.Exists => MatchesMissing ? Truth.Yes : Truth.Missing,
            FoundKind.Odd => Truth.WrongType,
            _ => Comparison.Of(found),
        };
        trace?.Add(Rule, answer is Truth.Yes, $"{PrintableText.Of(Subject.Path)} is {found}; wanted: {Comparison}{Note(answer)}");
        return answer;
    }

    private static string Note(Truth answer) => answer switch
    {
        Truth.Missing => " (missing, so not met)",
        Truth.WrongType => " (another type, so suspicious)",
        _ => "",
    };
}
