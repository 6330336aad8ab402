using System.Net.Http.Headers;
using System.Text;

namespace Approvals.Gateway.Tests.World.Broker;

/// <summary>The RabbitMQ that infra/test.sh starts. Without it these tests fail: a carrier that was not tried is not known to carry.</summary>
internal static class RabbitMq
{
    public static Uri Url { get; } = Named("APPROVALS_RABBITMQ_URL");

    /// <summary>Speaks to its HTTP API.</summary>
    public static HttpClient Management { get; } = Connect(Named("APPROVALS_RABBITMQ_MANAGEMENT"));

    private static Uri Named(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } address
        ? new Uri(address)
        : throw new InvalidOperationException(
            $"{variable} names no RabbitMQ. infra/test.sh starts one; by hand: infra/rabbitmq.sh start, "
            + "APPROVALS_RABBITMQ_URL=$(infra/rabbitmq.sh url), APPROVALS_RABBITMQ_MANAGEMENT=$(infra/rabbitmq.sh management).");

    private static HttpClient Connect(Uri address)
    {
        var account = Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(address.UserInfo)));
        var http = new HttpClient { BaseAddress = new UriBuilder(address) { UserName = "", Password = "" }.Uri };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", account);
        return http;
    }
}
