using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Approvals.Gateway.Storage.Views;

/// <summary>A place in a list as a text that callers hand back and need not understand.</summary>
internal static class PageCursor
{
    public static string Write(Place place) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{place.At.ToUnixTimeMilliseconds()}.{place.Id}")));

    /// <summary>The place, or null if this is none of our cursors.</summary>
    public static Place? Read(string cursor)
    {
        if (cursor.Length > 200 || !Base64Url.IsValid(cursor))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && dot < text.Length - 1
            && long.TryParse(text.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? new Place(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), text[(dot + 1)..])
            : null;
    }
}
