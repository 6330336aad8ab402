using System.Text.Json.Serialization;

namespace Approvals.Gateway.Reviews;

[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class ReviewsJson : JsonSerializerContext;
