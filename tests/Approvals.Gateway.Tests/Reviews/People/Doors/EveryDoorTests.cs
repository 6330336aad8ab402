using System.Reflection;
using Approvals.Gateway.Reviews.Live;
using Approvals.Requests;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.Gateway.Tests.Reviews.People.Doors;

/// <summary>Roles are one table, and this is it as people meet it: who gets what, at every address and hub method that there is.</summary>
public sealed class EveryDoorTests : IAsyncLifetime
{
    private DoorWorld world = null!;

    public async ValueTask InitializeAsync() => world = await DoorWorld.StartAsync();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public void Every_address_and_hub_method_is_in_the_table_and_nothing_else_is()
    {
        var mapped = world.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .SelectMany(RoutesOf)
            .Concat(typeof(ApprovalsHub).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .Where(method => method.GetBaseDefinition() == method).Select(method => DoorTable.Hub + method.Name));

        Assert.Equal(DoorTable.Rows.Select(row => row.Route).Order(StringComparer.Ordinal), mapped.Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("viewer")]
    [InlineData("policy_manager")]
    [InlineData("admin")]
    [InlineData("reviewer")]
    public async Task Each_role_gets_what_the_table_says_and_changes_nothing_else(string person)
    {
        var wrong = new List<string>();
        foreach (var row in DoorTable.Rows)
        {
            var (got, id) = await world.TryAsync(row, person);
            var request = await world.ReadAsync(id);
            if (got != row.For(person))
            {
                wrong.Add($"{row.Route}: {person} got {got} and not {row.For(person)}");
            }

            if (person != "reviewer" && (request.Version, request.Status) != (0, RequestStatus.Pending))
            {
                wrong.Add($"{row.Route}: {person} changed the request");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    // A hub's own addresses have no method, and are for connections: their methods have rows instead.
    private static IEnumerable<string> RoutesOf(RouteEndpoint endpoint)
    {
        var pattern = "/" + endpoint.RoutePattern.RawText!.Trim('/');
        return pattern.StartsWith(ApprovalsHub.Path, StringComparison.Ordinal) ? []
            : endpoint.Metadata.GetMetadata<IHttpMethodMetadata>() is { HttpMethods.Count: > 0 } methods ? methods.HttpMethods.Select(method => $"{method} {pattern}")
            : [$"GET {pattern}"];
    }
}
