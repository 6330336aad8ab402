namespace Approvals.Gateway.Upstreams;

/// <summary>What became of a message to an upstream.</summary>
internal abstract record UpstreamAnswer
{
    private UpstreamAnswer()
    {
    }

    /// <summary>It answered; the body is still to be read, and the response to be disposed.</summary>
    public sealed record Answered(HttpResponseMessage Response) : UpstreamAnswer;

    /// <summary>It is proven that the message did not reach it, or that it turned it away unread.</summary>
    public sealed record NotSent(string Why) : UpstreamAnswer;

    /// <summary>The connection broke after something was sent: nobody knows.</summary>
    public sealed record Broken(string Why) : UpstreamAnswer;
}
