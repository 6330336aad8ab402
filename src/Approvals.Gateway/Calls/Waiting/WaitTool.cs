using System.Text.Json;
using Approvals.Gateway.Upstreams;
using Approvals.Requests.Talks;

namespace Approvals.Gateway.Calls.Waiting;

/// <summary>The gateway's own tool, by which an agent that knows a request's id goes on waiting for it, and answers what people ask about it.</summary>
internal static class WaitTool
{
    public const string Name = AnswerScreen.ReservedToolPrefix + "wait";

    /// <summary>How <c>tools/list</c> shows it, where that is wanted.</summary>
    public static readonly string DefinitionJson = $$$"""
        {"name":"{{{Name}}}","title":"Wait for an approval","description":"Goes on waiting for a call of yours that a person has to approve, and returns its result once it ran. Give the id that [APPROVAL PENDING] named. If a person asked you something about the call, give your answer, too.","inputSchema":{"type":"object","properties":{"approval_id":{"type":"string","description":"The id of the request, as [APPROVAL PENDING] named it."},"answer":{"type":"string","minLength":1,"maxLength":{{{Remark.LongestText}}},"description":"Your answer to the person's question, if one was asked."}},"required":["approval_id"],"additionalProperties":false},"annotations":{"readOnlyHint":false,"destructiveHint":true,"idempotentHint":true,"openWorldHint":true}}
        """;

    /// <summary>Which request a call of it is about, and what it answers; null with the <paramref name="problem"/> if it says neither clearly.</summary>
    public static Wanted? Read(JsonElement arguments, out string? problem)
    {
        string? id = null, answer = null;
        problem = null;
        foreach (var member in arguments.ValueKind == JsonValueKind.Object ? arguments.EnumerateObject() : default)
        {
            var text = member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString() : null;
            switch (member.Name)
            {
                case "approval_id" when text is not null:
                    id = text;
                    break;
                case "answer" when text?.Trim() is { Length: > 0 and <= Remark.LongestText } words:
                    answer = words;
                    break;
                case "answer":
                    problem = $"\"answer\" must be a text of 1 to {Remark.LongestText} characters.";
                    break;
                default:
                    problem = "It takes \"approval_id\", a text, and, if wanted, \"answer\", a text, and nothing else.";
                    break;
            }
        }

        problem ??= id is null ? "\"approval_id\" is missing: give the id that [APPROVAL PENDING] named." : null;
        return problem is null ? new Wanted(id!, answer) : null;
    }

    /// <summary>What a call of the tool asks for.</summary>
    /// <param name="Id">The request's id.</param>
    /// <param name="Answer">What the agent answers those who decide, or null.</param>
    internal sealed record Wanted(string Id, string? Answer);
}
