using System.Text.Json;
using Approvals.Calls.Wire;

namespace Approvals.Calls;

/// <summary>
/// The members of a <c>tools/call</c>'s params that make the call, apart from those that belong to the connection of the
/// moment (progress token, trace, protocol members), which a later caller brings anew.
/// </summary>
/// <param name="Tool">The tool's name.</param>
/// <param name="ArgumentsJson">The arguments as they were written; null when there were none, which is not <c>{}</c>.</param>
/// <param name="OthersJson">
/// An object of every other member, as it was written; <c>_meta</c> in it lacks what belongs to the connection, and is left out when empty.
/// </param>
public sealed record CallParams(string Tool, string? ArgumentsJson, string OthersJson)
{
    /// <summary>Splits the params of a call that <see cref="ToolCall.From"/> accepted.</summary>
    /// <param name="params">The params: an object with a string <c>name</c>.</param>
    public static CallParams From(JsonElement @params)
    {
        string? arguments = null;
        var others = new RawObject();
        foreach (var member in @params.EnumerateObject())
        {
            switch (member.Name)
            {
                case "name":
                    break;
                case "arguments":
                    arguments = member.Value.GetRawText();
                    break;
                case "_meta":
                    AddLasting(member.Value, others);
                    break;
                default:
                    others.Add(member);
                    break;
            }
        }

        return new CallParams(@params.GetProperty("name").GetString()!, arguments, others.ToString());
    }

    /// <summary>
    /// The whole <c>tools/call</c> request for the wire: what was stored, byte for byte, with what belongs to the present
    /// caller's connection, in one <c>_meta</c>.
    /// </summary>
    /// <param name="idJson">The raw JSON text of the id to use.</param>
    /// <param name="presentMeta">The <c>_meta</c> of the present caller, or Undefined.</param>
    /// <exception cref="ArgumentException"><see cref="OthersJson"/> is not strict JSON.</exception>
    public byte[] Envelope(string idJson, JsonElement presentMeta)
    {
        using var others = StrictJson.Require(OthersJson, nameof(OthersJson));
        var @params = new RawObject().AddText("name"u8, Tool);
        if (ArgumentsJson is not null)
        {
            @params.Add("arguments"u8, ArgumentsJson);
        }

        foreach (var member in others.RootElement.EnumerateObject().Where(member => !member.NameEquals("_meta"u8)))
        {
            @params.Add(member);
        }

        var meta = new RawObject();
        AddMembers(RpcEnvelope.Object(others.RootElement, "_meta"), IsLasting, meta);
        AddMembers(presentMeta, IsOfConnection, meta);
        if (!meta.IsEmpty)
        {
            @params.Add("_meta"u8, meta);
        }

        return new RawObject()
            .AddText("jsonrpc"u8, "2.0")
            .Add("id"u8, idJson)
            .AddText("method"u8, "tools/call")
            .Add("params"u8, @params)
            .Bytes();
    }

    private static void AddLasting(JsonElement meta, RawObject others)
    {
        var lasting = new RawObject();
        AddMembers(meta, IsLasting, lasting);
        if (!lasting.IsEmpty)
        {
            others.Add("_meta"u8, lasting);
        }
    }

    private static void AddMembers(JsonElement meta, Func<JsonProperty, bool> wanted, RawObject to)
    {
        if (meta.ValueKind is not JsonValueKind.Object)
        {
            return;
        }

        foreach (var member in meta.EnumerateObject().Where(wanted))
        {
            to.Add(member);
        }
    }

    private static bool IsLasting(JsonProperty member) => !IsOfConnection(member);

    private static bool IsOfConnection(JsonProperty member) =>
        member.Name is "progressToken" or "traceparent" or "tracestate" or "baggage"
        || member.Name.StartsWith(ReservedNames.ProtocolPrefix, StringComparison.Ordinal);
}
