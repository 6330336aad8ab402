using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Approvals.Demo;

/// <summary>The tools as an agent sees them. Each does one thing to the <see cref="DemoWorld"/> and says so in a sentence.</summary>
internal sealed class DemoTools(DemoWorld world)
{
    [McpServerTool(Name = "list_clusters", Title = "List clusters", ReadOnly = true, Destructive = false, Idempotent = true,
        OpenWorld = false, UseStructuredContent = true, OutputSchemaType = typeof(DemoClusters))]
    [Description("Lists the ECS clusters and the services that run in each.")]
    public CallToolResult ListClusters()
    {
        var clusters = world.Clusters();
        var words = clusters.Select(cluster => $"{cluster.Name} ({string.Join(", ", cluster.Services)})");
        return Said(string.Join("; ", words), new DemoClusters(clusters));
    }

    [McpServerTool(Name = "describe_service", Title = "Describe a service", ReadOnly = true, Destructive = false, Idempotent = true,
        OpenWorld = false, UseStructuredContent = true, OutputSchemaType = typeof(DemoWorkload))]
    [Description("Tells how many tasks a service runs, and from which image.")]
    public CallToolResult DescribeService(
        [Description("The cluster's name, as list_clusters gives it.")] string cluster,
        [Description("The service's name within the cluster.")] string service) =>
        world.Describe(cluster, service) is { } found
            ? Said(string.Create(CultureInfo.InvariantCulture, $"{cluster}/{service} runs {found.Tasks} tasks of {found.Image}"), found)
            : NoSuchService(cluster, service);

    [McpServerTool(Name = "create_access_key", Title = "Create an access key", ReadOnly = false, Destructive = true, Idempotent = false, OpenWorld = false)]
    [Description("Makes a new AWS access key for an IAM user. Whoever holds the key acts as that user.")]
    public CallToolResult CreateAccessKey([Description("The IAM user's name, for example ci-deployer.")] string user) =>
        Said($"Created access key {world.CreateAccessKey(user)} for {user}.");

    [McpServerTool(Name = "delete_service", Title = "Delete a service", ReadOnly = false, Destructive = true, Idempotent = true, OpenWorld = false)]
    [Description("Stops every task of a service and removes it. This cannot be undone.")]
    public CallToolResult DeleteService(
        [Description("The cluster's name, as list_clusters gives it.")] string cluster,
        [Description("The service's name within the cluster.")] string service) =>
        world.DeleteService(cluster, service) ? Said($"Deleted {cluster}/{service}.") : NoSuchService(cluster, service);

    [McpServerTool(Name = "refund", Title = "Refund a customer", ReadOnly = false, Destructive = true, Idempotent = false, OpenWorld = false)]
    [Description("Pays money back to a customer.")]
    public CallToolResult Refund(
        [Description("The customer's name or number.")] string customer,
        [Description("How much, in euros; more than zero.")] decimal amount,
        [Description("Why the money goes back, in a sentence.")] string? reason = null)
    {
        if (amount <= 0)
        {
            return Failed("The amount of a refund must be more than zero.");
        }

        var number = world.Refund(customer, amount);
        var because = string.IsNullOrWhiteSpace(reason) ? "" : $" Reason: {reason}";
        return Said(string.Create(CultureInfo.InvariantCulture, $"Paid {amount:0.00} euros to {customer} ({number}).{because}"));
    }

    [McpServerTool(Name = "delete_account", Title = "Delete an account", ReadOnly = false, Destructive = true, Idempotent = true, OpenWorld = false)]
    [Description("Closes a customer's account and erases what belongs to it. This cannot be undone.")]
    public CallToolResult DeleteAccount([Description("The account's name.")] string account) =>
        world.DeleteAccount(account) ? Said($"Deleted the account {account}.") : Failed($"There is no account {account}.");

    private static CallToolResult NoSuchService(string cluster, string service) =>
        Failed($"There is no service {service} in a cluster {cluster}: list_clusters names them all.");

    private static CallToolResult Said(string text) => new() { Content = [new TextContentBlock { Text = text }] };

    private static CallToolResult Said<T>(string text, T structured) => new()
    {
        Content = [new TextContentBlock { Text = text }],
        StructuredContent = JsonSerializer.SerializeToElement(structured, McpJsonUtilities.DefaultOptions),
    };

    /// <summary>A result rather than an exception, to which the SDK would add words of its own.</summary>
    private static CallToolResult Failed(string text) => new() { Content = [new TextContentBlock { Text = text }], IsError = true };
}
