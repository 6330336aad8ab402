namespace Approvals.Gateway.Notifications.Slack.Delivering;

/// <summary>What an operator can do about what Slack refuses.</summary>
internal static class RefusalWords
{
    private static readonly TimeSpan UntilSomebodyMendsIt = TimeSpan.FromMinutes(1);

    public static string Of(string error, string conversation) => error switch
    {
        "invalid_auth" or "not_authed" or "token_revoked" or "token_expired" or "account_inactive" => $"Slack does not take the bot's token ({error}); set Slack:BotToken to the one of the installed app.",
        "missing_scope" => "The Slack app lacks a scope (missing_scope); give it chat:write (and im:write for direct messages), and install it again.",
        "channel_not_found" => $"Slack knows no conversation {conversation} that the app could see (channel_not_found); check its id and invite the app.",
        "not_in_channel" => $"The app is not a member of {conversation} (not_in_channel); invite it there.",
        "is_archived" => $"The conversation {conversation} is archived (is_archived).",
        "msg_too_long" or "msg_blocks_too_long" or "invalid_blocks" or "invalid_blocks_format" => $"Slack does not take the message ({error}).",
        _ => $"Slack refuses ({error}).",
    };

    /// <summary>Null for what may pass by itself.</summary>
    public static TimeSpan? PauseAfter(string error) => error is "internal_error" or "fatal_error" or "service_unavailable" or "request_timeout" ? null : UntilSomebodyMendsIt;
}
