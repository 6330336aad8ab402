using System.Globalization;

namespace Approvals.Chaos.Checking;

/// <summary>A run in figures and, where it went wrong, in stories.</summary>
internal static class Figures
{
    private const int MostStories = 10;

    public static string Of(Account account)
    {
        var happenings = account.Happenings;
        var listed = account.Listed;
        return string.Create(CultureInfo.InvariantCulture, $"""
            {happenings.OfType<Happening.OfKey>().Select(happening => happening.Key).Distinct().Count()} calls in {Count<Happening.Asked>()} attempts; {Count<Happening.Killed>()} kills, {Down(happenings).TotalSeconds:0} s down; {Count<Happening.Effect>()} effects
            attempts that ended without an answer: {By(happenings.OfType<Happening.Parted>(), parted => parted.How.ToString())}
            answers: {By(happenings.OfType<Happening.Answered>(), answered => answered.Answer switch { Answer.Told told => told.Code, var other => other.GetType().Name })}
            decisions answered: {By(happenings.OfType<Happening.DecisionAnswered>(), answered => answered.Status?.ToString(CultureInfo.InvariantCulture) ?? "not at all")}
            at the upstream: {By(happenings.OfType<Happening.Arrived>(), arrived => arrived.Trouble.ToString())}
            listed: {By(listed, request => $"{request.Status}/{request.Outcome ?? "-"}")}
            """);

        int Count<T>() => happenings.OfType<T>().Count();
    }

    public static string Of(IReadOnlyList<Fault> faults, Account account, string where)
    {
        var stories = KeyStory.Of(account).ToDictionary(story => story.Key);
        var told = faults.GroupBy(fault => fault.Key).Take(MostStories)
            .Select(ofKey => $"{string.Join('\n', ofKey)}\n{stories.GetValueOrDefault(ofKey.Key)}");
        return $"{where} {By(faults, fault => fault.Kind.ToString())}\n{string.Join('\n', told)}";
    }

    private static TimeSpan Down(IReadOnlyList<Happening> happenings) => happenings.OfType<Happening.Killed>()
        .Zip(happenings.OfType<Happening.Started>(), (killed, started) => started.At - killed.At)
        .Aggregate(TimeSpan.Zero, (sum, one) => sum + one);

    private static string By<T>(IEnumerable<T> all, Func<T, string> kind) =>
        string.Join(", ", all.GroupBy(kind).OrderByDescending(group => group.Count()).Select(group => $"{group.Key} {group.Count()}"));
}
