using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Approvals.Policies.Narrowed;
using Approvals.Policies.Reading;

namespace Approvals.Policies.Schema;

/// <summary>The language as a JSON Schema (2020-12), made of what the reader reads by, for editors to complete and mark errors with.</summary>
public static class PolicySchema
{
    private static readonly JsonSerializerOptions ForPeople = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The schema's text: what <c>policies/policy.schema.json</c> holds.</summary>
    public static string Text { get; } = Root().ToJsonString(ForPeople) + "\n";

    private static JsonObject Root()
    {
        var root = Shape.Table(Vocabulary.Root, "What agents may do at an upstream, and when a person decides.", Members(), "version");
        root.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        root.Insert(1, "title", "A policy of Approvals");
        root["$defs"] = new JsonObject
        {
            ["entry"] = Entry(),
            ["limit"] = Limit(),
            ["denial"] = Shape.Table(
                Vocabulary.Denial,
                "Conditions that must all be met.",
                new Dictionary<string, JsonObject> { ["conditions"] = Conditions(), ["on_deny"] = Shape.Text(EntryMapper.ReasonLength, "What the agent reads.") },
                "conditions"),
            ["question"] = Shape.Table(
                Vocabulary.Question,
                "A person is asked when these conditions are all met.",
                new Dictionary<string, JsonObject>
                {
                    ["conditions"] = Conditions(),
                    ["reason"] = Shape.Text(EntryMapper.ReasonLength, "What reviewers read."),
                    ["approval"] = Shape.Defined("approval"),
                },
                "conditions"),
            ["condition"] = ConditionSchema.Shape(),
            ["approval"] = Approval(),
        };
        return root;
    }

    private static Dictionary<string, JsonObject> Members() => new()
    {
        ["$schema"] = Shape.Text(PolicyMapper.DescriptionLength, "Where editors find this schema."),
        ["version"] = new JsonObject { ["description"] = "The language's version.", ["const"] = "1" },
        ["description"] = Shape.Text(PolicyMapper.DescriptionLength, "What the policy is for."),
        ["mode"] = Shape.OneOf(PolicyMapper.Modes.Keys, "enforce (when absent), or shadow: judge and log, let everything through."),
        ["default"] = Shape.OneOf(EntryMapper.Actions.Keys, "For what nothing below names; deny when absent."),
        ["hide"] = Shape.List(Shape.Text(Names.Tools.Most), 0, null, "Tools, or globs of them, that are gone from tools/list and denied when called; \"*\" hides all."),
        ["inputs"] = Shape.OneOf(EntryMapper.Inputs.Keys, "What becomes of input that an approved call asks its agent for while it runs: review (when absent; it is declined) or allow."),
        ["all_tools"] = Shape.Table(Vocabulary.AllTools, "Holds for every tool, before what its entry says.", Rules()),
        ["categories"] = Shape.Says(
            new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject(RiskWords.Categories.Select(word => KeyValuePair.Create(word, (JsonNode?)Shape.Defined("entry")))),
                ["additionalProperties"] = false,
            },
            "By risk class, for tools that nothing names."),
        ["tools"] = Shape.Named(Names.Tools.Most, Shape.Defined("entry"), "By exact name or glob (* any characters, ? one)."),
        ["resources"] = Shape.Named(Names.Resources.Most, Shape.Defined("entry"), "By URI or glob."),
        ["prompts"] = Shape.Named(Names.Prompts.Most, Shape.Defined("entry"), "By exact name or glob."),
    };

    private static Dictionary<string, JsonObject> Rules() => new()
    {
        ["limits"] = Shape.List(Shape.Defined("limit"), 0, null, "How many calls; all are reserved together or none."),
        ["rate_limit"] = Shape.Table(
            Vocabulary.RateLimit, "A limit counted for each session.", new Dictionary<string, JsonObject> { ["max"] = Max(), ["window"] = Window() }, "max", "window"),
        ["require"] = Shape.List(Shape.Defined("denial"), 0, GroupMapper.MostGroups, "Every group must hold, or the call is denied."),
        ["deny_if"] = Shape.List(Shape.Defined("denial"), 0, GroupMapper.MostGroups, "Any group that fires denies the call."),
        ["require_approval"] = Shape.List(Shape.Defined("question"), 0, GroupMapper.MostGroups, "Every group that fires asks its people."),
    };

    private static JsonObject Entry()
    {
        var members = Rules();
        members["action"] = Shape.OneOf(EntryMapper.Actions.Keys, "allow when absent.");
        members["reason"] = Shape.Text(EntryMapper.ReasonLength, "What agents and reviewers read.");
        members["approval"] = Shape.Defined("approval");
        members["inputs"] = Shape.OneOf(EntryMapper.Inputs.Keys, "As for the whole policy.");
        var entry = Shape.Table(Vocabulary.Entry, "What happens to calls of what it names.", members);
        entry["dependentSchemas"] = new JsonObject { ["approval"] = Shape.Any(AsksAlways(), AsksSometimes()) };
        return entry;
    }

    // Terms that nobody would be asked on are a mistake.
    private static JsonObject AsksAlways() => new()
    {
        ["properties"] = new JsonObject { ["action"] = new JsonObject { ["const"] = "require_approval" } },
        ["required"] = Shape.Words(["action"]),
    };

    private static JsonObject AsksSometimes() => new()
    {
        ["properties"] = new JsonObject { ["action"] = new JsonObject { ["const"] = "allow" }, ["require_approval"] = new JsonObject { ["minItems"] = 1 } },
        ["required"] = Shape.Words(["require_approval"]),
    };

    private static JsonObject Conditions() => Shape.List(Shape.Defined("condition"), 1, GroupMapper.MostConditions);

    private static JsonObject Limit() => Shape.Table(
        Vocabulary.Limit,
        "In no interval as long as the window is more than max sent.",
        new Dictionary<string, JsonObject>
        {
            ["counter"] = Shape.Text(LimitMapper.CounterLength, "What is counted; entries that name the same counter share it.", $"^[^{LimitMapper.Made}\\u0000-\\u001f\\u007f-\\u009f][^\\u0000-\\u001f\\u007f-\\u009f]*$"),
            ["window"] = Window(),
            ["max"] = Max(),
            ["scope"] = Shape.Any(Shape.OneOf(LimitMapper.Scopes.Keys), Shape.Matching(ConditionSchema.ArgumentPattern)),
            ["amount"] = Shape.Matching(ConditionSchema.ArgumentPattern, "The argument that says how much a call takes."),
        },
        "counter", "window", "max");

    private static JsonObject Max() => Shape.Whole(1, LimitMapper.LargestMax);

    private static JsonObject Window() => Shape.Any(Shape.OneOf(Durations.Words.Keys), Shape.Whole(1, 86_400), Shape.Matching(Durations.Pattern));

    private static JsonObject Approval() => Shape.Table(
        Vocabulary.Approval,
        "Who decides, how many must agree, and for how long they are asked.",
        new Dictionary<string, JsonObject>
        {
            ["reviewers"] = Shape.List(Shape.Text(ApprovalMapper.ReviewerLength), 1, ApprovalMapper.MostReviewers, "Reviewers or groups; any reviewer when absent."),
            ["quorum"] = Shape.Whole(1, Panel.MaxQuorum, "How many different people must approve; 1 when absent."),
            ["expires"] = Shape.Matching(Durations.Pattern, "From 10s to 7d; 30m when absent."),
            ["hold"] = Shape.Matching(Durations.Pattern, "How long the call is held at most, from 1s to 1h."),
            ["require_reason"] = Shape.Flag("Whether a decision needs a reason."),
            ["allow_self"] = Shape.Flag("Whether the grant's owner may decide, signed in."),
            ["risk"] = Shape.OneOf(RiskWords.Severities, "How bad it can be; what is high or critical takes more than a click to approve."),
            ["remember"] = Shape.Matching(Durations.Pattern, "How long people may let their approval count for equal calls, from 1m to 1h; not at all when absent."),
            ["narrow"] = Shape.List(NarrowShape(), 0, NarrowRule.Most, "The arguments that people may make less of, before they let the call through."),
            ["escalate"] = Shape.List(Shape.Text(ApprovalMapper.ReviewerLength), 1, ApprovalMapper.MostReviewers, "Reviewers or groups who may decide, too, and are told when half of the time has passed."),
            ["context"] = Shape.List(ContextShape(), 0, Context.ContextCall.Most, "What the gateway asks the same upstream when the request opens, for those who decide."),
        });

    private static JsonObject NarrowShape() => Shape.Table(
        Vocabulary.Narrow,
        "An argument, and which way it may be changed.",
        new Dictionary<string, JsonObject>
        {
            ["path"] = Shape.Matching(ConditionSchema.ArgumentPattern, "Where it is."),
            ["direction"] = Shape.OneOf(NarrowMapper.Directions.Keys, "A lower or a higher number, which never crosses zero; or fewer of a list's items."),
        },
        "path",
        "direction");

    private static JsonObject ContextShape() => Shape.Table(
        Vocabulary.ContextCall,
        "A call of a tool that 'tools' names exactly and allows, and whose upstream says that it only reads.",
        new Dictionary<string, JsonObject>
        {
            ["tool"] = Shape.Text(Names.Tools.Most, "Its exact name."),
            ["arguments"] = Shape.Says(new JsonObject { ["type"] = "object" }, "Its arguments; a value \"{{args.cluster}}\" stands for that argument of the call that is asked about."),
        },
        "tool");
}
