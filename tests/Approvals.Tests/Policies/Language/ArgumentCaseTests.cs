using Approvals.Policies;

namespace Approvals.Tests.Policies.Language;

/// <summary>Some upstreams fold the case of keys: to them <c>Amount</c> is the amount that nobody looked at.</summary>
public sealed class ArgumentCaseTests
{
    private static readonly Policy Policy = PolicyText.Read("""
        {"version":"1",
         "all_tools":{"deny_if":[{"conditions":[{"path":"args.force","op":"eq","value":true}]}]},
         "tools":{
          "pay":{"deny_if":[{"conditions":[
            {"path":"args.amount","op":"gt","value":100},
            {"path":"args.order.lines[0].price","op":"gt","value":100},
            {"path":"args.Kelvin","op":"exists","value":true}]}]},
          "other":{},
          "stop":{"action":"deny","deny_if":[{"conditions":[{"path":"args.amount","op":"gt","value":100}]}]}},
         "prompts":{"p":{"deny_if":[{"conditions":[{"path":"args.amount","op":"gt","value":100}]}]}}}
        """);

    [Theory]
    [InlineData("""{"Amount":5}""", "Amount", "amount", 0)]
    [InlineData("""{"amount":5,"AMOUNT":500}""", "AMOUNT", "amount", 0)]
    [InlineData("""{"\u0041mount":5}""", "Amount", "amount", 0)]
    [InlineData("""{"Order":{}}""", "Order", "order", 1)]
    [InlineData("""{"order":{"lines":[{"Price":1}]}}""", "Price", "price", 1)]
    [InlineData("""{"order":{"Lines":[]}}""", "Lines", "lines", 1)]
    [InlineData("""{"\u212Aelvin":1}""", @"\u212Aelvin", "Kelvin", 2)]
    [InlineData("{\"\u212Aelvin\":1}", @"\u212Aelvin", "Kelvin", 2)]
    [InlineData("""{"kelvin":1}""", "kelvin", "Kelvin", 2)]
    public void A_key_that_differs_only_in_case_from_one_that_is_looked_at_refuses_the_call(string arguments, string key, string meant, int condition) => Assert.Equal(
        new Verdict.Deny(
            $"/tools/pay/deny_if/0/conditions/{condition}",
            $"The argument '{key}' differs only in case from '{meant}', which the policy looks at. Spell it so."),
        Policy.Evaluate("pay", arguments));

    [Theory]
    [InlineData("""{"amount":5,"order":{"lines":[{"price":1},{"Price":900}]}}""")]
    [InlineData("""{"Price":1,"Lines":2}""")]
    [InlineData("""{"order":[{"Lines":1}]}""")]
    [InlineData("""{"am\u006Funt":5}""")]
    [InlineData("""{"amounts":5,"amoun":5,"amoúnt":5}""")]
    [InlineData("""{"x":{"Amount":5}}""")]
    public void Any_other_key_is_left_alone(string arguments) => Assert.IsType<Verdict.Allow>(Policy.Evaluate("pay", arguments));

    [Fact]
    public void What_is_named_for_all_tools_is_named_for_each()
    {
        Assert.Equal("/all_tools/deny_if/0/conditions/0", Assert.IsType<Verdict.Deny>(Policy.Evaluate("other", """{"Force":true}""")).Rule);
        Assert.IsType<Verdict.Allow>(Policy.Evaluate("other", """{"Amount":5}"""));
    }

    [Fact]
    public void A_denied_tool_is_denied_as_that() =>
        Assert.Equal("/tools/stop/action", Policy.Evaluate("stop", """{"Amount":5}""").Rule);

    [Fact]
    public void Prompts_have_arguments_too()
    {
        using var arguments = System.Text.Json.JsonDocument.Parse("""{"AMOUNT":"5"}""");

        Assert.Equal("/prompts/p/deny_if/0/conditions/0", Policy.Evaluate(Use.OfPrompt("p", arguments.RootElement), PolicyText.Facts).Rule);
    }
}
