namespace Approvals.Gateway.Messaging;

/// <summary>The section <c>Messaging</c>: what carries parked calls and their resolutions.</summary>
public sealed class MessagingOptions
{
    private const string Example = "write e.g. amqp://user:password@127.0.0.1:5672/";

    /// <summary>The carrier: InMemory, within this process, or RabbitMq. Default: InMemory.</summary>
    public string Transport { get; init; } = "InMemory";

    /// <summary>
    /// The broker's address with user and password, <c>amqp://</c> or, with TLS, <c>amqps://</c>; its path is the virtual host.
    /// Only for RabbitMq, which needs it. Default: none. Never logged.
    /// </summary>
    public string? Url { get; init; }

    internal bool IsRabbitMq => Transport.Equals("RabbitMq", StringComparison.OrdinalIgnoreCase);

    /// <summary>What is wrong with these values, a line each, without the section's name. Never the address: it holds a password.</summary>
    public IEnumerable<string> Problems()
    {
        if (!IsRabbitMq && !Transport.Equals("InMemory", StringComparison.OrdinalIgnoreCase))
        {
            return [$"Transport: '{Transport}' is not a transport that the gateway knows; write InMemory or RabbitMq"];
        }

        var problem = (IsRabbitMq, Url) switch
        {
            (false, null) => null,
            (false, _) => "the in-memory transport has no address; remove it, or write RabbitMq as the Transport",
            (true, null) => $"RabbitMq needs its address; {Example}",
            (true, var url) => AddressProblem(url),
        };
        return problem is null ? [] : [$"Url: {problem}"];
    }

    private static string? AddressProblem(string text) =>
        !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("amqp" or "amqps") || url.Host.Length == 0
            ? $"is not an amqp or amqps address; {Example}"
        : url.UserInfo.Split(':') is not [{ Length: > 0 }, { Length: > 0 }]
            ? $"names no user and password; {Example}"
        : url.Query.Length > 0 || url.Fragment.Length > 0
            ? $"has a query or a fragment, and no such setting exists; {Example}"
        : url.AbsolutePath.Trim('/').Contains('/')
            ? "its path is one virtual host; write a slash inside its name as %2F"
        : null;
}
