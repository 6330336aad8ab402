using Microsoft.EntityFrameworkCore;

namespace Approvals.Gateway.Storage.People;

/// <summary>The tables of people.</summary>
internal static class PeopleTables
{
    public static void AddPeople(this IServiceCollection services) => services.AddSingleton<PeopleStore>();

    public static void MapPeople(this ModelBuilder model) => model.Entity<PersonRow>(people =>
    {
        people.HasKey(row => row.Id);
        people.HasIndex(row => new { row.Issuer, row.Subject }).IsUnique();
        people.HasIndex(row => row.ValidUntil);
    });
}
