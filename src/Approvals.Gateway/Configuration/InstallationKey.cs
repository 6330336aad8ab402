using System.Security.Cryptography;

namespace Approvals.Gateway.Configuration;

/// <summary>256 random bits that belong to this installation; fingerprints are keyed with them. Losing the file orphans what it keyed.</summary>
internal sealed class InstallationKey
{
    private const string FileName = "installation.key";
    private const int Size = 32;

    private readonly byte[] key;

    private InstallationKey(byte[] key) => this.key = key;

    public ReadOnlySpan<byte> Key => key;

    /// <exception cref="ConfigurationProblems">The file is not a key, or can be neither read nor made.</exception>
    public static InstallationKey ReadOrMake(DataDirectory directory)
    {
        var path = directory.PathOf(FileName);
        try
        {
            if (!File.Exists(path))
            {
                directory.WriteSecret(FileName, RandomNumberGenerator.GetBytes(Size), replace: false);
            }

            var key = File.ReadAllBytes(path);
            return key.Length == Size
                ? new InstallationKey(key)
                : throw new ConfigurationProblems(
                    $"Gateway:DataDirectory: {path} has {key.Length} bytes and a key has {Size}; restore it from a backup (a new key orphans what waits)");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationProblems($"Gateway:DataDirectory: {path} can be neither read nor made: {refused.Message}");
        }
    }
}
