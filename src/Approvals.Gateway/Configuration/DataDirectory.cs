namespace Approvals.Gateway.Configuration;

/// <summary>The folder of everything that the gateway keeps. Only its owner may look inside.</summary>
internal sealed class DataDirectory
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private DataDirectory(string path) => Root = path;

    public string Root { get; }

    /// <summary>Where the data of a gateway without a configuration file lives: <c>~/.local/share/approvals</c> or as XDG_DATA_HOME says.</summary>
    public static string OfTheUser() =>
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } local
            ? Path.Combine(local, "approvals")
            : throw new ConfigurationProblems("Gateway:DataDirectory: the user has no home directory; name a folder for the gateway's data");

    /// <summary>The directory at an absolute path, made with mode 0700 if it is not there.</summary>
    /// <exception cref="ConfigurationProblems">It is not there and cannot be made.</exception>
    public static DataDirectory Open(string path)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(path);
            }
            else
            {
                Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
            }
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationProblems($"Gateway:DataDirectory: {path} cannot be made: {refused.Message}");
        }

        return new DataDirectory(path);
    }

    public string PathOf(string name) => Path.Combine(Root, name);

    /// <summary>Writes a file of mode 0600 so that a reader sees all of it or nothing, whatever stops us meanwhile.</summary>
    /// <exception cref="IOException">The file is there already and is not to be replaced.</exception>
    public void WriteSecret(string name, ReadOnlySpan<byte> content, bool replace)
    {
        var temporary = PathOf($"{name}.{Path.GetRandomFileName()}");
        try
        {
            using (var file = new FileStream(temporary, ForOwnerOnly(FileMode.CreateNew, FileAccess.Write)))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, PathOf(name), replace);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>How to open a file that nobody else has open, of mode 0600 if it is made.</summary>
    public static FileStreamOptions ForOwnerOnly(FileMode mode, FileAccess access)
    {
        var how = new FileStreamOptions { Mode = mode, Access = access, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            how.UnixCreateMode = OwnerOnly;
        }

        return how;
    }
}
