namespace Approvals.Gateway.Messaging;

/// <summary>The section <c>Messaging</c>: what carries parked calls and their resolutions.</summary>
public sealed class MessagingOptions
{
    /// <summary>The carrier. Default and, in this version, the only one: InMemory.</summary>
    public string Transport { get; init; } = "InMemory";

    /// <summary>The broker's address, for carriers that have one. Default: none.</summary>
    public string? Url { get; init; }

    /// <summary>What is wrong with these values, a line each, without the section's name.</summary>
    public IEnumerable<string> Problems()
    {
        if (Transport.Equals("RabbitMq", StringComparison.OrdinalIgnoreCase))
        {
            yield return "Transport: RabbitMq is not supported in this version yet; write InMemory";
        }
        else if (!Transport.Equals("InMemory", StringComparison.OrdinalIgnoreCase))
        {
            yield return $"Transport: '{Transport}' is not a transport that the gateway knows; write InMemory";
        }
        else if (Url is not null)
        {
            yield return "Url: the in-memory transport has no address; remove it";
        }
    }
}
