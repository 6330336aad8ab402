using System.Text.Json;
using System.Text.Json.Nodes;
using Approvals.Gateway.Storage.Views;

namespace Approvals.Gateway.Inbox.Statistics;

/// <summary>What a policy's owner could write instead of asking people who always say yes.</summary>
/// <param name="Instruction">What to do with the fragment, as a sentence.</param>
/// <param name="Fragment">Members of a policy document, a JSON object's text.</param>
/// <param name="Most">How many calls a day it lets through, a grant.</param>
public sealed record RuleSuggestion(string Instruction, string Fragment, int Most)
{
    /// <summary>So often must people have been asked before a rule is suggested.</summary>
    public const int FewestAsked = 20;

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    /// <summary>The suggestion for a rule that asked often and was always approved; null for any other, and where it speaks of several tools.</summary>
    public static RuleSuggestion? For(RuleFigures rule)
    {
        if (rule.Asked < FewestAsked || rule.Approved != rule.Asked || rule.Tools != 1)
        {
            return null;
        }

        var limits = new JsonObject
        {
            ["limits"] = new JsonArray(new JsonObject
            {
                ["counter"] = "without-asking-" + CounterOf(rule.Tool), ["window"] = "day", ["max"] = rule.MostOnADay, ["scope"] = "grant",
            }),
        };
        var instruction = rule.Rule.Contains("/require_approval", StringComparison.Ordinal)
            ? $"Take {rule.Rule} out of the document, and add this limit to the tool's entry; its other conditions stay."
            : "Put this entry into the document in place of the one for this tool, or beside the pattern that covers it now.";
        return new RuleSuggestion(instruction, new JsonObject { ["tools"] = new JsonObject { [rule.Tool] = limits } }.ToJsonString(Readable), rule.MostOnADay);
    }

    private static string CounterOf(string tool) =>
        string.Concat(tool.Select(each => char.IsAsciiLetterOrDigit(each) || each is '_' or '-' ? each : '-'));
}
