namespace Approvals.Gateway.Tests.World;

internal static class Bytes
{
    /// <summary>A file that somebody else has open, as it is just now.</summary>
    public static byte[] OfOpenFile(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return bytes;
    }
}
