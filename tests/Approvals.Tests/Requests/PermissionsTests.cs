using Approvals.Requests;

namespace Approvals.Tests.Requests;

public sealed class PermissionsTests
{
    private static readonly HashSet<(Role, Right)> Granted =
    [
        (Role.Viewer, Right.See),
        (Role.Reviewer, Right.See),
        (Role.Reviewer, Right.SeeSecrets),
        (Role.Reviewer, Right.Decide),
        (Role.Reviewer, Right.Settle),
        (Role.Viewer, Right.SeePolicies),
        (Role.Reviewer, Right.SeePolicies),
        (Role.PolicyManager, Right.SeePolicies),
        (Role.Admin, Right.SeePolicies),
        (Role.PolicyManager, Right.See),
        (Role.Admin, Right.See),
        (Role.Admin, Right.SeeSecrets),
        (Role.Admin, Right.RevokeTokens),
    ];

    [Fact]
    public void The_table_of_roles_and_actions_allows_what_it_names_and_nothing_else()
    {
        // One past the last of each: a role or an action that nobody thought of is refused.
        foreach (var role in Enum.GetValues<Role>().Append((Role)99))
        {
            foreach (var action in Enum.GetValues<Right>().Append((Right)99))
            {
                Assert.True(Granted.Contains((role, action)) == Permissions.Allow(role, action), $"{role} {action}");
                Assert.True(Granted.Contains((role, action)) == Asked.Person("erin", role).May(action), $"{role} {action}");
            }
        }
    }

    [Fact]
    public void Without_a_role_a_person_may_nothing() =>
        Assert.DoesNotContain(Enum.GetValues<Right>(), (Asked.Bob with { Roles = [] }).May);

    [Fact]
    public void Several_roles_add_up()
    {
        var both = Asked.Bob with { Roles = [Role.PolicyManager, Role.Admin] };

        Assert.True(both.May(Right.SeeSecrets));
        Assert.False(both.May(Right.Decide));
    }
}
