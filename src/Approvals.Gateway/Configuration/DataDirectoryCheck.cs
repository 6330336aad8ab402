namespace Approvals.Gateway.Configuration;

/// <summary>Whether the data directory is writable, and nobody else's.</summary>
internal static class DataDirectoryCheck
{
    private const string Subject = "data directory";
    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
    private const UnixFileMode OthersLook = UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    public static Diagnosis Look(string path)
    {
        if (!Directory.Exists(path))
        {
            return new Diagnosis.Doubtful(Subject, $"{path} is not there yet; the gateway makes it at its first start. If there was one before, name it in Gateway:DataDirectory.");
        }

        return WriteProblem(path) is { } problem
            ? new Diagnosis.Broken(Subject, $"{path} cannot be written to by this user ({problem}); give it to the user that the gateway runs as.")
            : ModeProblem(path) ?? new Diagnosis.Fine(Subject, $"{path} is writable, and its owner's alone.");
    }

    // Gone as soon as it is closed.
    private static string? WriteProblem(string path)
    {
        try
        {
            var how = DataDirectory.ForOwnerOnly(FileMode.CreateNew, FileAccess.Write);
            how.Options = FileOptions.DeleteOnClose;
            using var trial = new FileStream(Path.Combine(path, $".{Path.GetRandomFileName()}"), how);
            return null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return refused is UnauthorizedAccessException ? "access is denied" : refused.GetType().Name;
        }
    }

    private static Diagnosis? ModeProblem(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        var mode = File.GetUnixFileMode(path);
        return (mode & OthersWrite) != 0
                ? new Diagnosis.Broken(Subject, $"{path} can be written to by others, who could change the database; run chmod 700 on it.")
            : (mode & OthersLook) != 0
                ? new Diagnosis.Doubtful(Subject, $"{path} can be listed by others; run chmod 700 on it.")
            : null;
    }
}
