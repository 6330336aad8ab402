using System.Text.Json;

namespace Approvals.Gateway.Storage.Records;

/// <summary>Notes in the audit who took how much of the records away.</summary>
internal sealed class Exports(AuditTrail trail, TimeProvider clock)
{
    /// <summary>Writes it down.</summary>
    /// <param name="person">Who.</param>
    /// <param name="what">What of it, as its address says.</param>
    public Task NoteAsync(string person, string what) => trail.WriteAsync([new AuditRow
    {
        At = clock.GetUtcNow(),
        Kind = "history.exported",
        Actor = person,
        DetailJson = JsonSerializer.Serialize(new() { ["what"] = what }, StorageJson.Default.DictionaryStringString),
    }]);
}
