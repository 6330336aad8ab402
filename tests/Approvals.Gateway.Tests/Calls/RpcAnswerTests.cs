using System.Text;
using Approvals.Gateway.Calls;

namespace Approvals.Gateway.Tests.Calls;

/// <summary>Which of the things that an upstream says on a call's stream is the answer.</summary>
public sealed class RpcAnswerTests
{
    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":7,"result":{}}""", "7", nameof(RpcRole.Result))]
    [InlineData("""{"jsonrpc":"2.0","id":7,"error":{"code":1}}""", "7", nameof(RpcRole.Error))]
    [InlineData("""{"jsonrpc":"2.0","id":"7","result":{}}""", "\"7\"", nameof(RpcRole.Result))]
    [InlineData("""{"jsonrpc":"2.0","id":"\u0037","result":{}}""", "\"7\"", nameof(RpcRole.Result))]
    [InlineData("""{"jsonrpc":"2.0","id":"7","result":{}}""", "7", nameof(RpcRole.Astray))]
    [InlineData("""{"jsonrpc":"2.0","id":8,"result":{}}""", "7", nameof(RpcRole.Astray))]
    [InlineData("""{"jsonrpc":"2.0","id":null,"error":{}}""", "7", nameof(RpcRole.Error))]
    [InlineData("""{"jsonrpc":"2.0","error":{}}""", "7", nameof(RpcRole.Error))]
    [InlineData("""{"jsonrpc":"2.0","id":null,"result":{}}""", "7", nameof(RpcRole.Astray))]
    [InlineData("""{"jsonrpc":"2.0","result":{}}""", "7", nameof(RpcRole.Astray))]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"ping"}""", "7", nameof(RpcRole.Notice))]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"ping","result":{}}""", "7", nameof(RpcRole.Astray))]
    [InlineData("""{"jsonrpc":"2.0","id":7,"result":{},"error":{}}""", "7", nameof(RpcRole.Astray))]
    [InlineData("""{"jsonrpc":"2.0","id":7}""", "7", nameof(RpcRole.Astray))]
    [InlineData("""{"jsonrpc":"2.0","id":7,"result":{},"result":{}}""", "7", nameof(RpcRole.Astray))]
    [InlineData("""[{"jsonrpc":"2.0","id":7,"result":{}}]""", "7", nameof(RpcRole.Astray))]
    [InlineData("7", "7", nameof(RpcRole.Astray))]
    [InlineData("", "7", nameof(RpcRole.Astray))]
    public void An_answer_is_told_from_the_rest(string message, string id, string role) =>
        Assert.Equal(role, RpcAnswer.RoleOf(Encoding.UTF8.GetBytes(message), id).ToString());

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":7,"result":{ "n":1e400, "t":"é\u00e9" }}""", """{"result":{ "n":1e400, "t":"é\u00e9" }}""")]
    [InlineData("""{"error":{"code":-1},"id":7}""", """{"error":{"code":-1}}""")]
    [InlineData("""{"id":7,"result":null}""", """{"result":null}""")]
    public void What_does_not_depend_on_who_asked_stays_to_the_byte(string message, string kept) =>
        Assert.Equal(kept, RpcAnswer.WithoutId(Encoding.UTF8.GetBytes(message)));
}
