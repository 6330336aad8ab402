using System.Text;

namespace Approvals.Tests.Policies;

public sealed class PolicyProblemTests
{
    private const string Actions = "one of \"allow\", \"deny\", \"require_approval\"";
    private const string Windows = "\"second\", \"minute\", \"hour\", \"day\", a whole number of seconds from 1 to 86400, or a duration such as \"15m\" up to \"1d\"";
    private const string Holds = "a duration from \"1s\" to \"1h\", such as \"20s\"";
    private const string Scopes = "\"grant\", \"session\", \"upstream\", \"global\", or an argument such as \"args.tokens\"";
    private const string Expiries = "a duration from \"10s\" to \"7d\", such as \"30m\"";

    [Theory]
    [InlineData("""[]""", "1:1: a policy must be an object, not an array")]
    [InlineData("""null""", "1:1: a policy must be an object, not null")]
    [InlineData("""{}""", "1:1: 'version' is missing; add for example \"version\": \"1\"")]
    [InlineData("""{"version":1}""", "1:12: 'version' must be \"1\" (a string: the language's version), not 1")]
    [InlineData("""{"version":"2"}""", "1:12: 'version' must be \"1\" (a string: the language's version), not \"2\"")]
    [InlineData("""{"version":"1","default":"alow"}""", $"1:26: 'default' must be {Actions}, not \"alow\"")]
    [InlineData("""{"version":"1","default":null}""", $"1:26: 'default' must be {Actions}, not null")]
    [InlineData("""{"version":"1","description":7}""", "1:30: 'description' must be a string of 1 to 2000 characters, not a number")]
    [InlineData("""{"version":"1","hide":"x"}""", "1:23: 'hide' must be an array, not \"x\"")]
    [InlineData("""{"version":"1","hide":["x",""]}""", "1:28: item 2 of 'hide' must be a string of 1 to 256 characters, not of 0")]
    [InlineData("""{"version":"1","mode":"dry"}""", "1:23: 'mode' must be one of \"enforce\", \"shadow\", not \"dry\"")]
    [InlineData("""{"version":"1","inputs":true}""", "1:25: 'inputs' must be one of \"review\", \"allow\", not true")]
    [InlineData("""{"version":"1","all_tools":[]}""", "1:28: 'all_tools' must be an object, not an array")]
    [InlineData("""{"version":"1","prompts":{"":{}}}""", "1:27: a prompt's name has 1 to 256 characters, not 0")]
    [InlineData("""{"version":"1","categories":{"Reed":{}}}""", "1:30: unknown category 'Reed'; did you mean 'Read'?")]
    [InlineData("""{"version":"1","categories":{"destructive":{"reson":""}}}""", "1:30: unknown category 'destructive'; did you mean 'Destructive'?",
        "1:45: unknown key 'reson'; did you mean 'reason'?")]
    [InlineData("""{"version":"1","categories":{"*":{}}}""",
        "1:30: unknown category '*'; the categories are 'Read', 'Write', 'Execute', 'Destructive', 'Financial', 'Credential'")]
    [InlineData("""{"version":"1","tools":[]}""", "1:24: 'tools' must be an object, not an array")]
    public void The_root_is_checked(string json, params string[] problems) =>
        Assert.Equal(problems.Select(problem => "p.json:" + problem), PolicyText.Problems(json));

    [Theory]
    [InlineData("""{"version":"1","tolls":{}}""", "1:16: unknown key 'tolls'; did you mean 'tools'?")]
    [InlineData("""{"version":"1","Default":"deny"}""", "1:16: unknown key 'Default'; did you mean 'default'?")]
    [InlineData("""{"version":"1","x\u202e":1}""", @"1:16: unknown key 'x\u202E'; the keys here are '$schema', 'version', 'description', 'mode', 'default', 'hide', 'inputs', 'all_tools', 'categories', 'tools', 'resources', 'prompts'")]
    [InlineData("""{"version":"1","tools":{"x":{"reqire_approval":[]}}}""", "1:30: unknown key 'reqire_approval'; did you mean 'require_approval'?")]
    [InlineData("""{"version":"1","all_tools":{"action":"deny"}}""", "1:29: unknown key 'action'; the keys here are 'limits', 'rate_limit', 'require', 'deny_if', 'require_approval'")]
    [InlineData("""{"version":"1","tools":{"x":{"reson":""}}}""", "1:30: unknown key 'reson'; did you mean 'reason'?")]
    [InlineData("""{"version":"1","tools":{"x":{"limits":[{"counter":"c","window":1,"max":1,"maximum":2}]}}}""",
        "1:74: unknown key 'maximum'; the keys here are 'counter', 'window', 'max', 'scope', 'amount'")]
    [InlineData("""{"version":"1","tools":{"x":{"action":"require_approval","approval":{"expire":"1m"}}}}""",
        "1:70: unknown key 'expire'; did you mean 'expires'?")]
    public void A_key_that_the_language_does_not_have_is_named_with_the_nearest(string json, string problem) =>
        Assert.Equal(["p.json:" + problem], PolicyText.Problems(json));

    [Theory]
    [InlineData(""" "x":7 """, "6: 'x' must be an object, not 7")]
    [InlineData(""" "*":{"reson":""} """, "7: unknown key 'reson'; did you mean 'reason'?")]
    [InlineData(""" "x":{"inputs":"no"} """, "16: 'inputs' must be one of \"review\", \"allow\", not \"no\"")]
    [InlineData(""" "":{} """, "2: a tool's name has 1 to 256 characters, not 0")]
    [InlineData(""" "x":{"action":"ask"} """, $"16: 'action' must be {Actions}, not \"ask\"")]
    [InlineData(""" "x":{"action":"ask","approval":{}} """, $"16: 'action' must be {Actions}, not \"ask\"")]
    [InlineData(""" "x":{"reason":""} """, "16: 'reason' must be a string of 1 to 500 characters, not of 0")]
    [InlineData(""" "x":{"limits":{}} """, "16: 'limits' must be an array, not an object")]
    [InlineData(""" "x":{"approval":{}} """, "18: 'approval' says who decides, but the action is \"allow\", so nobody is asked; set \"action\": \"require_approval\", or remove 'approval'")]
    [InlineData(""" "x":{"action":"deny","approval":{}} """, "34: 'approval' says who decides, but the action is \"deny\", so nobody is asked; set \"action\": \"require_approval\", or remove 'approval'")]
    public void An_entry_is_checked(string entry, params string[] problems) =>
        Assert.Equal(problems.Select(problem => "p.json:2:" + problem), PolicyText.Problems("""{"version":"1","tools":{""" + $"\n{entry}}}}}"));

    [Theory]
    [InlineData("""{"window":1,"max":1}""", "1: 'counter' is missing; add for example \"counter\": \"calls\"")]
    [InlineData("""{"counter":"c","max":1}""", "1: 'window' is missing; add for example \"window\": \"minute\"")]
    [InlineData("""{"counter":"c","window":1}""", "1: 'max' is missing; add for example \"max\": 30")]
    [InlineData("""{"counter":"","window":1,"max":1}""", "12: 'counter' must be a string of 1 to 100 characters, not of 0")]
    [InlineData("""{"counter":"c","window":0,"max":1}""", $"25: 'window' must be {Windows}, not 0")]
    [InlineData("""{"counter":"c","window":86401,"max":1}""", $"25: 'window' must be {Windows}, not 86401")]
    [InlineData("""{"counter":"c","window":1.5,"max":1}""", $"25: 'window' must be {Windows}, not 1.5")]
    [InlineData("""{"counter":"c","window":"2d","max":1}""", $"25: 'window' must be {Windows}, not \"2d\"")]
    [InlineData("""{"counter":"c","window":"week","max":1}""", $"25: 'window' must be {Windows}, not \"week\"")]
    [InlineData("""{"counter":"c","window":"2147483647d","max":1}""", $"25: 'window' must be {Windows}, not \"2147483647d\"")]
    [InlineData("""{"counter":"c","window":"-5m","max":1}""", $"25: 'window' must be {Windows}, not \"-5m\"")]
    [InlineData("""{"counter":"c","window":"+5m","max":1}""", $"25: 'window' must be {Windows}, not \"+5m\"")]
    [InlineData("""{"counter":"c","window":true,"max":1}""", $"25: 'window' must be {Windows}, not true")]
    [InlineData("""{"counter":"c","window":1,"max":0}""", "33: 'max' must be a whole number from 1 to 1000000000, not 0")]
    [InlineData("""{"counter":"c","window":1,"max":1000000001}""", "33: 'max' must be a whole number from 1 to 1000000000, not 1000000001")]
    [InlineData("""{"counter":"c","window":1,"max":1e3}""", "33: 'max' must be a whole number from 1 to 1000000000, not 1e3")]
    [InlineData("""{"counter":"c","window":1,"max":"1"}""", "33: 'max' must be a whole number from 1 to 1000000000, not \"1\"")]
    [InlineData("""{"counter":"c","window":1,"max":1,"scope":"grand"}""", $"43: 'scope' must be {Scopes}, not \"grand\"")]
    [InlineData("""{"counter":"c","window":1,"max":1,"scope":"args."}""", $"43: 'scope' must be {Scopes}, not \"args.\"")]
    [InlineData("""{"counter":"c","window":1,"max":1,"scope":null}""", $"43: 'scope' must be {Scopes}, not null")]
    [InlineData("""{"counter":"c","window":1,"max":1,"amount":5}""", "44: 'amount' must be an argument such as \"args.tokens\", not 5")]
    [InlineData("""{"counter":"c","window":1,"max":1,"amount":"tokens"}""", "44: 'amount' must be an argument such as \"args.tokens\", not \"tokens\"")]
    [InlineData("""{"counter":"/c","window":1,"max":1}""", "12: 'counter' must not begin with '/' (counters of rate_limit do) nor have control characters, as \"/c\" does")]
    [InlineData("""{"counter":"a\nb","window":1,"max":1}""", @"12: 'counter' must not begin with '/' (counters of rate_limit do) nor have control characters, as ""a\u000Ab"" does")]
    [InlineData("""7""", "1: item 1 of 'limits' must be an object, not 7")]
    public void A_limit_is_checked(string limit, string problem) =>
        Assert.Equal(["p.json:2:" + problem], PolicyText.Problems("""{"version":"1","tools":{"x":{"limits":[""" + $"\n{limit}]}}}}}}"));

    [Theory]
    [InlineData("""{"window":1}""", "1: 'max' is missing; add for example \"max\": 30")]
    [InlineData("""{"max":1}""", "1: 'window' is missing; add for example \"window\": \"minute\"")]
    [InlineData("""{"max":0,"window":1}""", "8: 'max' must be a whole number from 1 to 1000000000, not 0")]
    [InlineData("""{"max":1,"window":0}""", $"19: 'window' must be {Windows}, not 0")]
    [InlineData("""{"max":1,"window":1,"counter":"c"}""", "21: unknown key 'counter'; the keys here are 'max', 'window'")]
    [InlineData("""10""", "1: 'rate_limit' must be an object, not 10")]
    public void A_rate_limit_is_checked(string limit, string problem) =>
        Assert.Equal(["p.json:2:" + problem], PolicyText.Problems("""{"version":"1","tools":{"x":{"rate_limit":""" + $"\n{limit}}}}}}}"));

    [Theory]
    [InlineData("""{"reviewers":"sre"}""", "14: 'reviewers' must be an array, not \"sre\"")]
    [InlineData("""{"reviewers":["sre",1]}""", "21: item 2 of 'reviewers' must be a string of 1 to 100 characters, not a number")]
    [InlineData("""{"reviewers":[]}""", "14: 'reviewers' is empty; name at least one reviewer or group, or leave the key out to ask any reviewer")]
    [InlineData("""{"expires":"9s"}""", $"12: 'expires' must be {Expiries}, not \"9s\"")]
    [InlineData("""{"expires":"8d"}""", $"12: 'expires' must be {Expiries}, not \"8d\"")]
    [InlineData("""{"expires":60}""", $"12: 'expires' must be {Expiries}, not 60")]
    [InlineData("""{"quorum":0}""", "11: 'quorum' must be a whole number from 1 to 20, not 0")]
    [InlineData("""{"quorum":21}""", "11: 'quorum' must be a whole number from 1 to 20, not 21")]
    [InlineData("""{"quorum":"2"}""", "11: 'quorum' must be a whole number from 1 to 20, not \"2\"")]
    [InlineData("""{"hold":"0s"}""", $"9: 'hold' must be {Holds}, not \"0s\"")]
    [InlineData("""{"hold":"61m"}""", $"9: 'hold' must be {Holds}, not \"61m\"")]
    [InlineData("""{"require_reason":"yes"}""", "19: 'require_reason' must be true or false, not \"yes\"")]
    [InlineData("""{"allow_self":1}""", "15: 'allow_self' must be true or false, not 1")]
    [InlineData("""{"deny_for":"10m"}""", "2: unknown key 'deny_for'; the keys here are 'reviewers', 'quorum', 'expires', 'hold', 'require_reason', 'allow_self', 'risk', 'remember', 'narrow', 'escalate', 'context'")]
    [InlineData("""{"narrow":[{"path":"amount","direction":"lower"}]}""", "20: 'path' must be the path of an argument, such as \"args.amount\", not \"amount\"")]
    [InlineData("""{"narrow":[{"path":"args.amount","direction":"down"}]}""", "46: 'direction' must be one of \"lower\", \"higher\", \"fewer\", not \"down\"")]
    [InlineData("""{"narrow":[{"path":"args.amount"}]}""", "12: 'direction' is missing; add for example \"direction\": \"lower\"")]
    [InlineData("""{"narrow":[{"path":"args.a","direction":"lower"},{"path":"args.a","direction":"higher"}]}""", "58: 'args.a' is named twice; an argument is narrowed one way")]
    [InlineData("""{"risk":"awful"}""", "9: 'risk' must be one of \"low\", \"medium\", \"high\", \"critical\", not \"awful\"")]
    public void Terms_are_checked(string approval, string problem) => Assert.Equal(
        ["p.json:2:" + problem],
        PolicyText.Problems("""{"version":"1","tools":{"x":{"action":"require_approval","approval":""" + $"\n{approval}}}}}}}"));

    [Fact]
    public void A_counter_with_two_meanings_is_an_error_that_names_both_places()
    {
        var problems = PolicyText.Problems("""
            {"version":"1","tools":{
              "x":{"limits":[{"counter":"c","window":60,"max":1}]},
              "y":{"limits":[{"counter":"c","window":60,"max":2}]},
              "z":{"limits":[{"counter":"c","window":"minute","max":1},{"counter":"c","window":61,"max":1}]}}}
            """);

        Assert.Equal(
            [
                "p.json:3:18: counter 'c' has another window or max here (/tools/y/limits/0) than at line 2, column 18 (/tools/x/limits/0); make them equal, or give one another name",
                "p.json:4:60: counter 'c' has another window or max here (/tools/z/limits/1) than at line 2, column 18 (/tools/x/limits/0); make them equal, or give one another name",
            ],
            problems);
    }

    [Theory]
    [InlineData("""{"counter":"c","window":1,"max":1}""", """{"counter":"c","window":1,"max":1,"scope":"session"}""")]
    [InlineData("""{"counter":"c","window":1,"max":1,"scope":"args.a"}""", """{"counter":"c","window":1,"max":1,"scope":"args.b"}""")]
    [InlineData("""{"counter":"c","window":1,"max":1,"amount":"args.a"}""", """{"counter":"c","window":1,"max":1}""")]
    [InlineData("""{"counter":"c","window":1,"max":1,"amount":"args.a"}""", """{"counter":"c","window":1,"max":1,"amount":"args.A"}""")]
    public void A_counter_with_another_scope_or_amount_is_an_error_too(string one, string other) => Assert.Equal(
        [
            "p.json:3:1: counter 'c' has another scope or amount here (/tools/y/limits/0) than at line 2, column 1 (/tools/x/limits/0); make them equal, or give one another name",
        ],
        PolicyText.Problems("""{"version":"1","tools":{"x":{"limits":[""" + $"\n{one}]}},\"y\":{{\"limits\":[\n{other}]}}}}}}"));

    [Fact]
    public void A_duplicate_key_is_an_error_at_any_depth_that_names_both_places()
    {
        var problems = PolicyText.Problems("""
            {"version":"1",
             "tools":{"x":{"action":"deny",
                           "\u0061ction":"allow"},
                      "x":{}},
             "mode":{"a":1,"a":2},"else":1}
            """);

        Assert.Equal(
            [
                "p.json:3:16: duplicate key 'action'; it is first at line 2, column 16",
                "p.json:4:11: duplicate key 'x'; it is first at line 2, column 11",
                "p.json:5:9: 'mode' must be one of \"enforce\", \"shadow\", not an object",
                "p.json:5:16: duplicate key 'a'; it is first at line 5, column 10",
                "p.json:5:23: unknown key 'else'; the keys here are '$schema', 'version', 'description', 'mode', 'default', 'hide', 'inputs', 'all_tools', 'categories', 'tools', 'resources', 'prompts'",
            ],
            problems);
    }

    [Fact]
    public void All_problems_are_reported_at_once_in_the_order_of_the_text()
    {
        var problems = PolicyText.Problems("""
            {
              // every line but the braces has something wrong
              "default": "perhaps",
              "tools": {
                "delete_*": { "action": "deny", "reson": "no" },
                "refund": { "limits": [{ "counter": 1, "window": "minute", "max": 0 }] }
              },
              "mode": "shade"
            }
            """);

        Assert.Equal(
            [
                "p.json:1:1: 'version' is missing; add for example \"version\": \"1\"",
                $"p.json:3:14: 'default' must be {Actions}, not \"perhaps\"",
                "p.json:5:37: unknown key 'reson'; did you mean 'reason'?",
                "p.json:6:41: 'counter' must be a string of 1 to 100 characters, not a number",
                "p.json:6:71: 'max' must be a whole number from 1 to 1000000000, not 0",
                "p.json:8:11: 'mode' must be one of \"enforce\", \"shadow\", not \"shade\"",
            ],
            problems);
    }

    [Theory]
    [InlineData("", "1:1: this is not JSON: ")]
    [InlineData("{\n  \"version\": \"1\"\n  \"default\": \"deny\"\n}", "3:3: this is not JSON: ")]
    [InlineData("{\"version\":\"1\"}}", "1:16: this is not JSON: ")]
    [InlineData("{\"version\":\"1\"", "1:15: this is not JSON: ")]
    [InlineData("/* é\n ü */ {\"description\":\"é\", x}", "2:27: this is not JSON: ")]
    [InlineData("\uFEFF{  x", "1:4: this is not JSON: ")]
    [InlineData("{\"version\":\"1\",\"mode\":1,\"tools\":{,}}", "1:34: this is not JSON: ")]
    public void A_syntax_error_is_one_problem_with_its_place(string json, string problem)
    {
        var found = Assert.Single(PolicyText.Problems(json));

        Assert.StartsWith("p.json:" + problem, found, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", found, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_refused_even_in_a_comment()
    {
        byte[] utf8 = [.. "{ // é"u8, 0xFF, .. "\n\"version\":\"1\"}"u8];

        Assert.Equal(["p.json:1:7: byte 0xFF is not UTF-8 here; save the file as UTF-8"], PolicyText.Problems(utf8));
    }

    [Fact]
    public void Half_a_surrogate_pair_is_refused() => Assert.Equal(
        [@"p.json:1:30: the text has half a surrogate pair: a \uD800 to \uDFFF without its other half"],
        PolicyText.Problems("""{"version":"1","description":"\ud83d"}"""));

    [Fact]
    public void Columns_count_characters_and_not_bytes() => Assert.Equal(
        ["p.json:1:31: unknown key 'tolls'; did you mean 'tools'?"],
        PolicyText.Problems("""{"version":"1","hide":["é😀日"],"tolls":{}}"""));

    [Fact]
    public void A_document_above_one_mebibyte_is_refused_and_one_below_is_read()
    {
        var json = """{"version":"1"}""";

        _ = PolicyText.Read(json.PadRight(1024 * 1024));
        Assert.Equal(["p.json:1:1: the document has 1048577 bytes; at most 1048576 are read"], PolicyText.Problems(json.PadRight(1024 * 1024 + 1)));
    }

    [Fact]
    public void Texts_are_read_up_to_their_longest_and_no_further()
    {
        static string Document(int counter, int reason, int tool) =>
            $$$$"""{"version":"1","tools":{"{{{{new string('t', tool)}}}}":{"reason":"{{{{new string('r', reason)}}}}","limits":[{"counter":"{{{{new string('c', counter)}}}}","window":1,"max":1}]}}}""";

        _ = PolicyText.Read(Document(100, 500, 256));
        Assert.Contains("not of 101", Assert.Single(PolicyText.Problems(Document(101, 500, 256))), StringComparison.Ordinal);
        Assert.Contains("not of 501", Assert.Single(PolicyText.Problems(Document(100, 501, 256))), StringComparison.Ordinal);
        Assert.Contains("not 257", Assert.Single(PolicyText.Problems(Document(100, 500, 257))), StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_nesting_is_a_syntax_error_and_not_a_crash() => Assert.Contains(
        "depth",
        Assert.Single(PolicyText.Problems(Encoding.UTF8.GetBytes(new string('[', 100_000)))),
        StringComparison.Ordinal);
}
