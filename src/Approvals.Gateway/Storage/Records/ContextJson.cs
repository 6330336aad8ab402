using System.Text.Json.Serialization;
using Approvals.Policies.Context;
using Approvals.Requests.Talks;

namespace Approvals.Gateway.Storage.Records;

/// <summary>How context and talk are written before they are encrypted.</summary>
[JsonSerializable(typeof(IReadOnlyList<ContextFact>))]
[JsonSerializable(typeof(IReadOnlyList<Remark>))]
internal sealed partial class ContextJson : JsonSerializerContext;
