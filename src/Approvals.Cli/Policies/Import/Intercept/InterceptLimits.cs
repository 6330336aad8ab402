using System.Globalization;
using System.Text.RegularExpressions;
using Approvals.Cli.Policies.Import.Sources;

namespace Approvals.Cli.Policies.Import.Intercept;

/// <summary>Limits from <c>rate_limit</c> and from <c>state</c> blocks with their conditions, each with a counter of its own name.</summary>
internal sealed partial class InterceptLimits(Notes notes)
{
    /// <summary>What Intercept's paths call the rules under "*".</summary>
    public const string Everything = "_global";

    private readonly CounterNames _counters = new();

    /// <summary>Such as <c>5/hour</c>.</summary>
    public ImportedLimit OfShorthand(SourceNode at, string rate, string scope)
    {
        if (Shorthand().Match(rate) is not { Success: true } match || long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) < 1)
        {
            throw new UnreadableException(at.At, $"'rate_limit' must be a count from 1 and minute, hour or day, such as 5/hour, not '{rate}'");
        }

        var word = match.Groups[2].Value;
        return Limit(at.At, $"{scope}.per_{word}", Window(word)!.Value, long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), amount: null);
    }

    /// <summary>A condition on a counter, with the block that counts.</summary>
    /// <returns>Null when no call can ever pass, or nobody can say which.</returns>
    public ImportedLimit? OfCounter(Fields condition, Fields state, string scope, out string why)
    {
        var (op, counter) = (condition.Text("op") ?? "", state.Text("counter") ?? "");
        var window = Window(state.Text("window") ?? "") ?? throw new UnreadableException(state.At, "a 'state' block's 'window' must be minute, hour or day");
        notes.LeaveOut(state.Except("counter", "window", "increment", "increment_from"));
        if (op is not ("lt" or "lte") || condition["value"] is not SourceNode.Number { Digits: var digits })
        {
            why = $"'{op}' on a counter cannot be said here: only lt and lte with a number can";
            return null;
        }

        var amount = state.Text("increment_from");
        if (amount is not null && !InterceptConditions.Path().IsMatch(amount))
        {
            why = $"'increment_from: {amount}' cannot be written here";
            return null;
        }

        // Whole numbers, as Intercept counts; of what it lets through by a fraction, the whole is left.
        var most = Math.Floor(Math.Min(double.Parse(digits, CultureInfo.InvariantCulture), Names.MostCalls)) - (op == "lt" ? 1 : 0);
        // N steps of a counter that counts by more than one are a step each here.
        var step = amount is null ? Math.Max(1, state.Whole("increment") ?? 1) : 1;
        most = Math.Floor(most / step);
        why = "its limit lets no call pass";
        return most < 1 ? null : Limit(condition.At, $"{scope}.{counter}", window, (long)most, amount);
    }

    private ImportedLimit Limit(Mark at, string name, TimeSpan window, long max, string? amount)
    {
        notes.StricterFromHereOn(at, "windows slide here: no interval as long as the window sees more than the limit, where Intercept begins anew each minute, hour or day");
        notes.StricterFromHereOn(at, "limits are counted for all grants of the upstream together, as Intercept counts; give a limit the scope \"grant\" to count each by itself");
        notes.StricterFromHereOn(at, "a call that its upstream answers with an error counts here, and did not there");
        if (max > Names.MostCalls)
        {
            notes.Stricter(at, $"the limit is {Names.MostCalls}, the most there is");
        }

        return new ImportedLimit(_counters.Give(name), window, Math.Min(max, Names.MostCalls), "upstream", amount);
    }

    private static TimeSpan? Window(string word) => word switch
    {
        "minute" => TimeSpan.FromMinutes(1),
        "hour" => TimeSpan.FromHours(1),
        "day" => TimeSpan.FromDays(1),
        _ => null,
    };

    [GeneratedRegex(@"^([0-9]{1,15})/(minute|hour|day)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Shorthand();
}
