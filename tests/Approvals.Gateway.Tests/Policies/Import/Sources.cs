namespace Approvals.Gateway.Tests.Policies.Import;

/// <summary>Texts of other programs.</summary>
internal static class Sources
{
    public const string Shop = """
        version: "1"
        description: "The shop's payments"
        default: deny
        hide:
          - delete_account

        tools:
          list_customers:
            rules: []

          create_charge:
            rules:
              - name: "largest single charge"
                conditions:
                  - path: "args.amount"
                    op: "lte"
                    value: 50000
                on_deny: "One charge is 500.00 at most."
              - name: "most in a day"
                conditions:
                  - { path: "state.create_charge.daily_spend", op: "lte", value: 1000000 }
                state: { counter: "daily_spend", window: "day", increment_from: "args.amount" }
                on_deny: "10,000.00 were charged today."
              - name: "currencies"
                conditions:
                  - { path: "args.currency", op: "in", value: ["usd", "eur"] }
                on_deny: "Only USD and EUR."
              - name: "large charges are looked at"
                action: "require_approval"
                conditions:
                  - { path: "args.amount", op: "gt", value: 20000 }
                on_deny: "More than 200.00."
                approval_timeout: "45m"

          create_branch:
            rules:
              - name: "names"
                conditions:
                  - { path: "args.branch", op: "regex", value: "^feat/[a-z\\d-]+$" }

          delete_customer:
            rules:
              - { name: "never", action: "deny", on_deny: "Customers are deleted by people." }

          "*":
            rules:
              - name: "all"
                rate_limit: 60/minute
        """;

    public const string ShopImported = """
        {
          "version": "1",
          "description": "The shop's payments",
          "default": "deny",
          "hide": [
            "delete_account"
          ],
          "all_tools": {
            "limits": [
              {
                "counter": "_global.per_minute",
                "window": "minute",
                "max": 60,
                "scope": "upstream"
              }
            ]
          },
          "tools": {
            "create_branch": {
              "require": [
                {
                  "conditions": [
                    {
                      "path": "args.branch",
                      "op": "regex",
                      "value": "^feat/[a-z0-9-]+\\z"
                    }
                  ]
                }
              ]
            },
            "create_charge": {
              "limits": [
                {
                  "counter": "create_charge.daily_spend",
                  "window": "day",
                  "max": 1000000,
                  "scope": "upstream",
                  "amount": "args.amount"
                }
              ],
              "require": [
                {
                  "conditions": [
                    {
                      "path": "args.amount",
                      "op": "lte",
                      "value": 50000
                    }
                  ],
                  "on_deny": "One charge is 500.00 at most."
                },
                {
                  "conditions": [
                    {
                      "path": "args.currency",
                      "op": "in",
                      "value": [
                        "usd",
                        "eur"
                      ]
                    }
                  ],
                  "on_deny": "Only USD and EUR."
                }
              ],
              "require_approval": [
                {
                  "conditions": [
                    {
                      "path": "args.amount",
                      "op": "gt",
                      "value": 20000
                    }
                  ],
                  "reason": "More than 200.00.",
                  "approval": {
                    "expires": "45m"
                  }
                }
              ]
            },
            "delete_customer": {
              "action": "deny",
              "reason": "Customers are deleted by people."
            },
            "list_customers": {}
          }
        }

        """;

    /// <summary>As PolicyLayer's pages on single tools gave it, several in one document.</summary>
    public const string Seed = """
        version: "1"
        default: deny
        tools:
          create_access_key:
            rules:
              - action: allow
                rate_limit:
                  max: 30
                  window: 60
          delete_cluster:
            rules:
              - action: deny
                reason: "Blocked by default: enable with approval"
          list_clusters:
            rules:
              - action: allow
        """;

    /// <summary>A policy for the tool <c>pay</c> with one rule, which begins in line 6.</summary>
    public static string OneRule(params string[] lines) =>
        "version: '1'\ndescription: One rule\ntools:\n  pay:\n    rules:\n      - name: one\n        " + string.Join("\n        ", lines) + "\n";
}
