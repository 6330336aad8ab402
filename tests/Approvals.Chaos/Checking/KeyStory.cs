namespace Approvals.Chaos.Checking;

/// <summary>All that happened to one call, in order, with the kills in between.</summary>
internal sealed class KeyStory(string key, IReadOnlyList<Happening.OfKey> happenings, IReadOnlyList<ListedRequest> listed, IReadOnlyList<Happening.Killed> kills)
{
    public string Key => key;

    public IReadOnlyList<ListedRequest> Listed => listed;

    public IReadOnlyList<Happening.Killed> Kills => kills;

    public IReadOnlyList<Happening.Answered> Answers { get; } = [.. happenings.OfType<Happening.Answered>()];

    public IReadOnlyList<Happening.Effect> Effects { get; } = [.. happenings.OfType<Happening.Effect>()];

    public IReadOnlyList<Happening.Decides> Decisions { get; } = [.. happenings.OfType<Happening.Decides>()];

    /// <summary>Decisions that were answered as recorded.</summary>
    public IReadOnlyList<Happening.DecisionAnswered> Acknowledged { get; } =
        [.. happenings.OfType<Happening.DecisionAnswered>().Where(answer => answer.Status == 200)];

    public Happening.Abandoned? Abandoned { get; } = happenings.OfType<Happening.Abandoned>().FirstOrDefault();

    /// <summary>The answer after which the agent did not come back, or null.</summary>
    public Answer? Final => Answers.LastOrDefault(answered => answered.Answer.IsFinal)?.Answer;

    public IEnumerable<T> All<T>()
        where T : Happening.OfKey => happenings.OfType<T>();

    public bool IsListed(Func<ListedRequest, bool> such) => listed.Any(such);

    /// <summary>The story in lines, for whoever has to find out why.</summary>
    public override string ToString() =>
        string.Join('\n', happenings.Select(happening => $"    {happening.Order,6} {happening.At:HH:mm:ss.fff} {happening}").Concat(listed.Select(request => $"    listed {request}")));

    public static IReadOnlyList<KeyStory> Of(Account account)
    {
        var happenings = account.Happenings.OfType<Happening.OfKey>().ToLookup(happening => happening.Key);
        var listed = account.Listed.ToLookup(request => request.Key);
        var kills = account.Happenings.OfType<Happening.Killed>().ToList();
        return [.. happenings.Select(group => group.Key).Union(listed.Select(group => group.Key))
            .Select(key => new KeyStory(key, [.. happenings[key].OrderBy(happening => happening.Order)], [.. listed[key]], kills))];
    }
}
