using System.Text.Json.Serialization;

namespace Approvals.Gateway.Storage.Records;

[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class StorageJson : JsonSerializerContext;
