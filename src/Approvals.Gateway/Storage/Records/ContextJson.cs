using System.Text.Json.Serialization;
using Approvals.Policies.Context;

namespace Approvals.Gateway.Storage.Records;

/// <summary>How context is written before it is encrypted.</summary>
[JsonSerializable(typeof(IReadOnlyList<ContextFact>))]
internal sealed partial class ContextJson : JsonSerializerContext;
