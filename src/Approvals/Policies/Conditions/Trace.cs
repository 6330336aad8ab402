using System.Collections.Immutable;
using Approvals.Policies.Limits;

namespace Approvals.Policies.Conditions;

/// <summary>Notes what is tried while a call is judged. Judging without one notes nothing and is the same otherwise.</summary>
internal sealed class Trace
{
    private readonly ImmutableArray<ExplainedStep>.Builder _steps = ImmutableArray.CreateBuilder<ExplainedStep>();

    public ImmutableArray<ExplainedStep> Steps => _steps.ToImmutable();

    public void Add(string rule, bool held, string words) => _steps.Add(new ExplainedStep(rule, held, words));

    public void AddLimits(ImmutableArray<Limit> limits)
    {
        foreach (var limit in limits)
        {
            Add(limit.Rule, true, $"counts this call under '{PrintableText.Of(limit.Counter)}'");
        }
    }
}
