using Microsoft.EntityFrameworkCore;

namespace Approvals.Gateway.Storage.People;

/// <summary>The tables of people.</summary>
internal static class PeopleTables
{
    public static void AddPeople(this IServiceCollection services) => services.AddSingleton<PeopleStore>().AddSingleton<TokenStore>().AddSingleton<AwayStore>();

    public static void MapPeople(this ModelBuilder model)
    {
        model.Entity<PersonRow>(people =>
        {
            people.HasKey(row => row.Id);
            people.HasIndex(row => new { row.Issuer, row.Subject }).IsUnique();
            people.HasIndex(row => row.ValidUntil);
        });
        model.Entity<TokenRow>(tokens =>
        {
            tokens.HasKey(row => row.Id);
            tokens.HasIndex(row => row.Sha256).IsUnique();
            tokens.HasIndex(row => row.ValidUntil);
        });
        model.Entity<AwayRow>(away => away.HasKey(row => row.PersonId));
    }
}
