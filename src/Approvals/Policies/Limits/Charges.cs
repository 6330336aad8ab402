using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Approvals.Policies.Conditions;

namespace Approvals.Policies.Limits;

/// <summary>What one call takes from each of its limits. Where no limit reads arguments this is a view of the limits, and nothing is allocated.</summary>
[SuppressMessage("Naming", "CA1710", Justification = "A list of charges is called charges.")]
public readonly record struct Charges
{
    private readonly ImmutableArray<Limit> limits;
    private readonly ImmutableArray<Charge> read;

    private Charges(ImmutableArray<Limit> limits, ImmutableArray<Charge> read)
    {
        this.limits = limits;
        this.read = read;
    }

    /// <summary>The limits of everything in the policy that speaks of this call.</summary>
    public ImmutableArray<Limit> Limits => limits.IsDefault ? [] : limits;

    /// <summary>How many limits the call is charged to. One that it takes nothing from is left out.</summary>
    public int Count => read.IsDefault ? Limits.Length : read.Length;

    public Charge this[int index] => read.IsDefault ? new Charge(limits[index], 1, null) : read[index];

    /// <summary>Charges of one place each, until <see cref="ReadIn"/> knows better.</summary>
    /// <param name="limits">One a counter.</param>
    public static Charges Of(ImmutableArray<Limit> limits) => new(limits, default);

    /// <summary>What a call with these arguments is charged: the same again when no limit reads any.</summary>
    /// <param name="arguments">The call's arguments: an object from <see cref="Calls.StrictJson"/>, or Undefined. No key imitates one that a limit names.</param>
    /// <param name="refused">Why the call cannot be charged and so must not go; null when it can.</param>
    public Charges ReadIn(JsonElement arguments, out Verdict.Deny? refused)
    {
        foreach (var limit in Limits)
        {
            if (limit.ReadsArguments)
            {
                return Read(limits, arguments, out refused);
            }
        }

        refused = null;
        return this;
    }

    private static Charges Read(ImmutableArray<Limit> limits, JsonElement arguments, out Verdict.Deny? refused)
    {
        var charges = ImmutableArray.CreateBuilder<Charge>(limits.Length);
        foreach (var limit in limits)
        {
            var amount = 1L;
            string? key = null;
            var problem = (limit.Amount is { } path ? AmountOf(path, limit, arguments, out amount) : null)
                ?? (limit.Scope is LimitScope.Argument scope ? KeyOf(scope.Path, arguments, out key) : null);
            if (problem is not null)
            {
                refused = new Verdict.Deny(limit.Rule, problem);
                return default;
            }

            if (amount > 0)
            {
                charges.Add(new Charge(limit, amount, key));
            }
        }

        refused = null;
        return new Charges(limits, charges.DrainToImmutable());
    }

    // The value itself is not repeated: reasons are shown and kept where arguments are not.
    private static string? AmountOf(ArgumentPath path, Limit limit, JsonElement arguments, out long amount)
    {
        amount = 0;
        var found = path.Find(arguments);
        var wrong = found.Kind is FoundKind.Number ? WholeNumber.Read(found.Json, limit.Max, out amount) : $"it is {Words(found.Kind)}";
        return wrong is null
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"This call is charged by {PrintableText.Of(path.Text)}, which must be a whole number from 0 to {limit.Max}, and {wrong}.");
    }

    private static string? KeyOf(ArgumentPath path, JsonElement arguments, out string? key)
    {
        var found = path.Find(arguments);
        key = found.Kind is FoundKind.Missing or FoundKind.Odd ? "" : ArgumentKey.Of(found.Json);
        return found.Kind is not (FoundKind.List or FoundKind.Table)
            ? null
            : $"This call is counted by {PrintableText.Of(path.Text)}, which must be a text, a number, true or false, and it is {Words(found.Kind)}.";
    }

    private static string Words(FoundKind kind) => kind switch
    {
        FoundKind.Text => "a text",
        FoundKind.Truth => "true or false",
        FoundKind.List => "an array",
        FoundKind.Table => "an object",
        _ => "missing",
    };
}
