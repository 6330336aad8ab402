using Approvals.Requests.Talks;

namespace Approvals.Gateway.Reviews.Forms;

/// <summary>What a person filled in to ask an agent about its call.</summary>
internal sealed record QuestionForm(string Text)
{
    /// <summary>The form, or why it is not one.</summary>
    public static (QuestionForm? Form, Refusal? Refusal) Read(string? question) => (question?.Trim() ?? "") switch
    {
        { Length: 0 } => (null, new Refusal(StatusCodes.Status400BadRequest, "question_required", "Write what you want to know.")),
        { Length: > Remark.LongestText } words => (null, new Refusal(
            StatusCodes.Status400BadRequest, "question_too_long", $"The question has {words.Length} characters; {Remark.LongestText} are the most.")),
        var words => (new QuestionForm(words), null),
    };
}
