using Approvals.Gateway.Configuration;
namespace Approvals.Gateway.Startup;

/// <summary>The rules between entries: what a grant names must exist, and a token, address or name that two share would let one speak as the other.</summary>
internal static class CrossReferences
{
    public static IEnumerable<string> Problems(GatewayConfiguration read) =>
        UnknownUpstreams(read)
            .Concat(Repeated(
                read.Grants.Select(g => ($"Grants:{g.Key}", g.Value.TokenSha256)).Concat(read.Reviewers.Select(r => ($"Reviewers:{r.Key}", r.Value.TokenSha256))),
                "TokenSha256", "token"))
            .Concat(Repeated(read.Reviewers.Select(r => ($"Reviewers:{r.Key}", r.Value.Email)), "Email", "e-mail address"))
            .Concat(Repeated(read.Reviewers.Select(r => ($"Reviewers:{r.Key}", r.Value.SlackUserId)), "SlackUserId", "Slack user"))
            .Concat(Repeated(read.Reviewers.Select(r => ($"Reviewers:{r.Key}", r.Value.OidcSubject)), "OidcSubject", "person of the identity provider", StringComparer.Ordinal))
            .Concat(GroupsNamedLikePeople(read))
            .Concat(SubjectsWithoutProvider(read));

    private static IEnumerable<string> UnknownUpstreams(GatewayConfiguration read) =>
        from grant in read.Grants
        from upstream in grant.Value.Upstreams.Keys
        where !read.Upstreams.Keys.Contains(upstream, StringComparer.Ordinal)
        select $"Grants:{grant.Key}:Upstreams:{upstream}: no such upstream; "
            + (NearestName.Of(upstream, read.Upstreams.Keys) is { } near ? $"did you mean '{near}'?"
                : read.Upstreams.Count == 0 ? "add it to Upstreams"
                : $"the upstreams are {string.Join(", ", read.Upstreams.Keys)}");

    private static IEnumerable<string> Repeated(IEnumerable<(string Path, string? Value)> entries, string key, string thing, StringComparer? alike = null) =>
        from same in entries.Where(entry => entry.Value is not null).GroupBy(entry => entry.Value, alike ?? StringComparer.OrdinalIgnoreCase)
        from later in same.Skip(1)
        select $"{later.Path}:{key}: the same {thing} as {same.First().Path}; each needs its own";

    // A policy's "reviewers" names both, and could not tell them apart.
    private static IEnumerable<string> GroupsNamedLikePeople(GatewayConfiguration read) =>
        from named in read.Reviewers.SelectMany(reviewer => reviewer.Value.Groups.Select(name => (Path: $"Reviewers:{reviewer.Key}:Groups", Name: name)))
            .Concat(read.Oidc.Groups.Select(map => (Path: $"Oidc:Groups:{map.Key}", Name: map.Value)))
        where read.Reviewers.ContainsKey(named.Name)
        select $"{named.Path}: '{named.Name}' is also a reviewer's name; rename one of them";

    private static IEnumerable<string> SubjectsWithoutProvider(GatewayConfiguration read) =>
        from reviewer in read.Reviewers
        where reviewer.Value.OidcSubject is not null && !read.Oidc.IsOn
        select $"Reviewers:{reviewer.Key}:OidcSubject: does nothing without an identity provider; set Oidc:Authority, or remove it";
}
