namespace Approvals.Gateway.Tests.Reviews.People.Doors;

/// <summary>
/// One address or hub method, and what each kind of person gets there: a status, or <c>out</c> for being sent to sign in.
/// </summary>
internal sealed record DoorRow(string Route, string Nobody, string Viewer, string Reviewer, string PolicyManager, string Admin)
{
    public string Method => Route.Split(' ')[0];

    public string Pattern => Route.Split(' ')[1];

    /// <summary>The route's parameters that are not the request's id.</summary>
    public (string Name, string Value) Named { get; init; } = ("{name}", "bank");

    /// <summary>What a form there holds; null for a JSON body or none.</summary>
    public Func<string, string, Dictionary<string, string>>? Form { get; init; }

    /// <summary>The body there; null for a form or none.</summary>
    public Func<string, string, object>? Body { get; init; }

    /// <summary>Whether it is for programs, and so comes with a token.</summary>
    public bool IsForPrograms => Pattern.StartsWith("/api", StringComparison.Ordinal) || Pattern.StartsWith("/mcp", StringComparison.Ordinal);

    public string For(string person) => person switch
    {
        "nobody" => Nobody,
        "viewer" => Viewer,
        "reviewer" => Reviewer,
        "policy_manager" => PolicyManager,
        "admin" => Admin,
        _ => throw new ArgumentOutOfRangeException(nameof(person)),
    };
}
