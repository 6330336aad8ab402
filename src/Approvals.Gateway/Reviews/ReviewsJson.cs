using System.Text.Json.Serialization;

namespace Approvals.Gateway.Reviews;

[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(string))]
internal sealed partial class ReviewsJson : JsonSerializerContext;
