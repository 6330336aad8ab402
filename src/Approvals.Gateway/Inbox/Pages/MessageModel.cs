using Approvals.Requests;

namespace Approvals.Gateway.Inbox.Pages;

/// <summary>A page that only says something, and what to do next.</summary>
public sealed record MessageModel(string Title, string Sentence, Reviewer? Person = null)
{
    public static MessageModel NoSuchRequest(Reviewer person) => new(
        "No such request", "There is no request at this address, or it is not yours to see. Check the link, or look for it in the inbox.", person);

    public static MessageModel Of(int status) => status switch
    {
        StatusCodes.Status400BadRequest => new("This form is out of date", "Nothing was changed. Open the page again and repeat what you did: you may have signed in or out since it was loaded."),
        StatusCodes.Status403Forbidden => new("This came from another site", "Nothing was changed. Decisions and sign-ins are taken only from this gateway's own pages. Open the inbox and decide there."),
        StatusCodes.Status404NotFound => new("Nothing here", "There is no page at this address. What waits for a decision is in the inbox."),
        StatusCodes.Status405MethodNotAllowed => new("Nothing to do here", "This address does not take what was sent. Nothing was changed."),
        StatusCodes.Status413PayloadTooLarge => new("That was too long", "Nothing was changed. Shorten what you wrote and send it again."),
        >= StatusCodes.Status500InternalServerError => new("Something broke", "The page could not be made; the gateway's log says why. Nothing runs that was not approved. Try again in a moment."),
        _ => new("That did not work", "The gateway could not read what was sent. Nothing was changed."),
    };
}
