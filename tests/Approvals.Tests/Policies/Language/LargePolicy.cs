namespace Approvals.Tests.Policies.Language;

/// <summary>The policy of the promise about speed.</summary>
internal static class LargePolicy
{
    public const string Arguments = """
        {"order":{"id":"A-1009","lines":[{"sku":"x","price":12.5}]},"amount":900,"currency":"EUR","reason":"The customer asked for it twice.",
         "tags":["vip","eu"],"force":false,"region":"eu-west-1","count":3,"note":"nothing to see","dry_run":true}
        """;

    private const string Ten = """
        [{"path":"args.amount","op":"OP","value":10000},{"path":"args.currency","op":"in","value":["EUR","USD"]},
         {"path":"args.order.lines[0].price","op":"lt","value":50},{"path":"args.reason","op":"exists","value":true},
         {"path":"args.region","op":"regex","value":"^(eu|us)-[a-z]+-[0-9]$"},{"path":"args.tags","op":"contains","value":"vip"},
         {"path":"args.force","op":"eq","value":false},{"path":"args.count","op":"lte","value":5},
         {"path":"time.hour","op":"gte","value":6},{"path":"grant.name","op":"neq","value":"robot"}]
        """;

    public static string Json { get; } = $$$"""
        {"version":"1","categories":{"Read":{}},"tools":{
          {{{string.Concat(Enumerable.Range(0, 1000).Select(tool => $$"""
            "tool_{{tool}}":{"limits":[{"counter":"c{{tool}}","window":"minute","max":5}]},
            """))}}}
          {{{string.Concat(Enumerable.Range(0, 20).Select(glob => $$"""
            "glob_{{glob}}_*":{"reason":"{{glob}}"},
            """))}}}
          "called":{"require":[{"conditions":{{{Ten.Replace("OP", "lt", StringComparison.Ordinal)}}} }],"require_approval":[{"conditions":{{{Ten.Replace("OP", "gt", StringComparison.Ordinal)}}} }]},
          "asking":{"require_approval":[{"conditions":{{{Ten.Replace("OP", "lt", StringComparison.Ordinal)}}} }]},
          "denying":{"deny_if":[{"conditions":{{{Ten.Replace("OP", "lt", StringComparison.Ordinal)}}} }]}
        }}
        """;
}
