using Approvals.Gateway.Notifications.Slack.Api;

namespace Approvals.Gateway.Notifications.Slack.Checks;

internal static class SlackRefusal
{
    /// <summary>Why nothing could be learnt, and what to do.</summary>
    public static string Words(string method, SlackAnswer answer) => answer switch
    {
        SlackAnswer.Refused refused => $"Slack refused {method} ({refused.Error}).",
        SlackAnswer.Limited limited => $"Slack asks for a pause; try again in {limited.After.TotalSeconds:0} s.",
        SlackAnswer.Unreachable broken => $"{broken.Why} See whether this machine reaches Slack, and Slack:ApiUrl.",
        _ => $"Slack's answer to {method} was not understood.",
    };
}
