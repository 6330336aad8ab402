namespace Approvals.Policies.Rules;

/// <summary>Whether a resource's URI says where it leads: what a glob fits must not be climbed out of with <c>..</c>.</summary>
internal static class PlainUri
{
    /// <summary>False when a segment is <c>.</c> or <c>..</c>, however its dots and slashes are encoded.</summary>
    public static bool Is(ReadOnlySpan<char> uri)
    {
        var dots = 0;
        var isDots = true;
        while (!uri.IsEmpty)
        {
            var (unit, length) = Next(uri);
            uri = uri[length..];
            switch (unit)
            {
                case '/' or '\\' or '?' or '#' when isDots && dots is (1 or 2):
                    return false;
                case '/' or '\\' or '?' or '#':
                    (dots, isDots) = (0, true);
                    break;
                case '.':
                    dots++;
                    break;
                default:
                    isDots = false;
                    break;
            }
        }

        return !isDots || dots is not (1 or 2);
    }

    private static (char Unit, int Length) Next(ReadOnlySpan<char> uri) =>
        uri[0] != '%' ? (uri[0], 1)
        : uri.StartsWith("%2e", StringComparison.OrdinalIgnoreCase) ? ('.', 3)
        : uri.StartsWith("%2f", StringComparison.OrdinalIgnoreCase) ? ('/', 3)
        : uri.StartsWith("%5c", StringComparison.OrdinalIgnoreCase) ? ('\\', 3)
        : ('%', 1);
}
