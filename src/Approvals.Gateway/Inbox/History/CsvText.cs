using System.Buffers;
using System.Text;

namespace Approvals.Gateway.Inbox.History;

/// <summary>A line of comma-separated values (RFC 4180) that a spreadsheet shows and does not run.</summary>
internal static class CsvText
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");

    public static string LineOf(IEnumerable<string?> cells)
    {
        var line = new StringBuilder();
        foreach (var cell in cells)
        {
            line.Append(line.Length == 0 ? "" : ",").Append(CellOf(cell ?? ""));
        }

        return line.Append("\r\n").ToString();
    }

    // What begins like a formula is one, to a spreadsheet: https://owasp.org/www-community/attacks/CSV_Injection
    private static string CellOf(string text)
    {
        var safe = text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? $"'{text}" : text;
        return safe.AsSpan().ContainsAny(Special) ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
