namespace Approvals.Calls;

/// <summary>
/// A keyed hash over a record that gives somebody authority: whoever can write the database but has not the installation's key cannot
/// make themselves a reviewer.
/// </summary>
public static class RecordSeal
{
    /// <summary>64 lower-case hex digits.</summary>
    /// <param name="key">The installation's key; not empty.</param>
    /// <param name="label">What kind of record it is, so that one is not taken for another.</param>
    /// <param name="values">All that it says, in an order that never changes.</param>
    public static string Of(ReadOnlySpan<byte> key, string label, params ReadOnlySpan<string?> values)
    {
        var hash = new KeyedHash(label);
        foreach (var value in values)
        {
            hash.Optional(value);
        }

        return hash.Hex(key);
    }
}
