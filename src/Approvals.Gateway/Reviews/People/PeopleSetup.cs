namespace Approvals.Gateway.Reviews.People;

internal static class PeopleSetup
{
    /// <summary>Everybody: those of the configuration, and those whom the database knows.</summary>
    public static void AddPeople(this WebApplicationBuilder builder, IReadOnlyDictionary<string, ReviewerOptions> reviewers, bool isDemo)
    {
        builder.Services.AddSingleton<KnownPeople>();
        builder.Services.AddSingleton<TokenDesk>();
        builder.Services.AddSingleton<AwayDesk>();
        builder.Services.AddHostedService<PeopleWatch>();
        builder.Services.AddSingleton(services => new ReviewerBook(reviewers, isDemo, services.GetRequiredService<KnownPeople>()));
    }
}
