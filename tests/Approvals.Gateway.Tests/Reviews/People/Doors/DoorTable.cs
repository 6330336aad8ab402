namespace Approvals.Gateway.Tests.Reviews.People.Doors;

/// <summary>Every door of the gateway. A new address or hub method needs a row here: a test fails while it has none.</summary>
internal static class DoorTable
{
    public const string Hub = "HUB ";

    //                                                      nobody viewer reviewer policy_manager admin
    public static IReadOnlyList<DoorRow> Rows { get; } =
    [
        new("GET /api/approvals",                           "401", "200", "200", "200", "200"),
        new("GET /api/approvals/{id}",                      "401", "200", "200", "200", "200"),
        new("GET /api/approvals/{id}/context",              "401", "200", "200", "200", "200"),
        new("POST /api/approvals/{id}/decision",            "401", "403", "200", "403", "403") { Body = (_, fingerprint) => new { decision = "approve", fingerprint } },
        // Nothing is unknown there, which only those are told who could settle it.
        new("POST /api/approvals/{id}/settlement",          "401", "403", "409", "403", "403") { Body = (_, _) => new { outcome = "ran", reason = "I looked." } },
        new("POST /api/approvals/{id}/withdrawal",          "401", "403", "403", "403", "403") { Body = (_, _) => new { reason = "Not now." } },
        // The policy there lets nobody narrow anything, which only those are told who could.
        new("POST /api/approvals/{id}/narrowing",           "401", "403", "403", "403", "403") { Body = (_, fingerprint) => new { fingerprint, changes = new[] { new { path = "args.amount", value = 1 } } } },
        new("POST /api/approvals/{id}/questions",           "401", "403", "200", "403", "403") { Body = (_, _) => new { question = "What for?" } },
        new("POST /api/approvals/{id}/extension",           "401", "403", "200", "403", "403"),

        new("GET /",                                        "out", "200", "200", "200", "200"),
        new("GET /approvals/{id}",                          "out", "200", "200", "200", "200"),
        new("POST /approvals/{id}",                         "out", "403", "303", "403", "403") { Form = (_, fingerprint) => new() { ["decision"] = "deny", ["fingerprint"] = fingerprint } },
        new("GET /deny",                                    "out", "200", "200", "200", "200"),
        // The page says of each what became of it; that nothing did is looked at afterwards.
        new("POST /deny",                                   "out", "200", "200", "200", "200") { Form = (id, fingerprint) => new() { ["item"] = $"{id}:{fingerprint}" } },
        new("GET /history",                                 "out", "200", "200", "200", "200"),
        new("GET /history.csv",                             "out", "200", "200", "200", "200"),
        new("GET /history.ndjson",                          "out", "200", "200", "200", "200"),
        new("GET /statistics",                              "out", "200", "200", "200", "200"),
        new("GET /policies",                                "out", "200", "200", "200", "200"),
        new("GET /policies/{name}",                         "out", "200", "200", "200", "200"),
        new("POST /policies/{name}",                        "out", "200", "200", "200", "200") { Form = (_, _) => new() { ["kind"] = "tool", ["name"] = "pay", ["arguments"] = "{}" } },

        new("GET /account",                                 "out", "200", "200", "200", "200"),
        // Nobody of them has this one, and the admin could revoke anybody's.
        new("POST /account",                                "out", "404", "404", "404", "404") { Form = (_, _) => new() { ["do"] = "revoke", ["id"] = "0000000000000000" } },
        new("GET /sign-in",                                 "200", "200", "200", "200", "200"),
        new("GET /sign-in/oidc",                            "502", "502", "502", "502", "502"),
        new("POST /sign-in",                                "403", "403", "403", "403", "403") { Form = (_, _) => new() { ["token"] = "nobodys" } },
        new("GET /signed-out",                              "200", "200", "200", "200", "200"),
        new("POST /sign-out",                               "303", "303", "303", "303", "303") { Form = (_, _) => [] },

        // A reviewer's token is no grant, whatever its role.
        new("POST /mcp/{upstream}",                         "401", "401", "401", "401", "401") { Named = ("{upstream}", "bank"), Body = (_, _) => new { jsonrpc = "2.0", id = 1, method = "tools/list" } },
        new("GET /mcp/{upstream}",                          "401", "401", "401", "401", "401") { Named = ("{upstream}", "bank") },
        new("DELETE /mcp/{upstream}",                       "401", "401", "401", "401", "401") { Named = ("{upstream}", "bank") },
        // Signed by Slack, or nobody's.
        new("POST /slack/interactions",                     "401", "401", "401", "401", "401") { Form = (_, _) => new() { ["payload"] = "{}" } },
        new("GET /healthz/live",                            "200", "200", "200", "200", "200"),
        new("GET /healthz/ready",                           "200", "200", "200", "200", "200"),

        // Without a pass there is no connection, and so no method.
        new("HUB Decide",                                   "401", "403", "200", "403", "403"),
        new("HUB Look",                                     "401", "200", "200", "200", "200"),
    ];
}
