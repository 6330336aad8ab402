namespace Approvals.Policies.Reading;

/// <summary>The members of an object whose keys the language gives.</summary>
internal sealed class Fields(Cursor cursor, Node.Table table)
{
    /// <summary>The value of a key, or null when it is not there.</summary>
    public Cursor? this[string key] => table.Members.FirstOrDefault(member => member.Key == key) is { } member ? cursor.Under(member) : null;

    /// <summary>The value of a key that must be there.</summary>
    public Cursor? Required(string key, string example)
    {
        var found = this[key];
        if (found is null)
        {
            cursor.Fail($"'{key}' is missing; add for example \"{key}\": {example}");
        }

        return found;
    }
}
