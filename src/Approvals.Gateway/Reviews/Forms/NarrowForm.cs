using Approvals.Requests.Narrowed;

namespace Approvals.Gateway.Reviews.Forms;

/// <summary>What a person filled in to let less of a call through.</summary>
internal sealed record NarrowForm(string Fingerprint, IReadOnlyList<ArgumentEdit> Edits, string? Reason)
{
    /// <summary>The form, or why it is not one.</summary>
    public static (NarrowForm? Form, Refusal? Refusal) Read(string? fingerprint, IReadOnlyList<ArgumentEdit>? edits, string? reason)
    {
        if (string.IsNullOrEmpty(fingerprint) || edits is null)
        {
            return (null, new Refusal(StatusCodes.Status400BadRequest, "bad_narrowing", "Send \"fingerprint\" and \"changes\", a list of {\"path\", \"value\"}."));
        }

        var (withdrawal, refusal) = WithdrawalForm.Read(reason);
        return refusal is null ? (new NarrowForm(fingerprint, edits, withdrawal!.Reason), null) : (null, refusal);
    }
}
