using System.Text.Json;

namespace Approvals.Demo.Agent;

/// <summary>The file through which a gateway tells <c>approvals demo</c> where it listens. It holds a token, so only its owner may read it.</summary>
public static class DemoFile
{
    public const string Name = "demo.json";

    /// <summary>Where a gateway keeps its data unless told otherwise: <c>$XDG_DATA_HOME/approvals</c> or <c>~/.local/share/approvals</c>.</summary>
    public static string DefaultDirectory() => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "approvals");

    /// <summary>Replaces the file in one step, with mode 0600 from its first byte. The directory must exist.</summary>
    public static void Write(string directory, DemoAddress address)
    {
        var path = Path.Combine(directory, Name);
        var draft = path + ".new";
        File.Delete(draft);
        var create = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            create.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(draft, create))
        {
            JsonSerializer.Serialize(stream, address, JsonSerializerOptions.Web);
        }

        File.Move(draft, path, overwrite: true);
    }

    /// <summary>What a gateway wrote last, or null if none has written here.</summary>
    /// <exception cref="InvalidDataException">The file is there but says no address.</exception>
    /// <exception cref="UnauthorizedAccessException">The file belongs to somebody else.</exception>
    public static DemoAddress? Read(string directory)
    {
        var path = Path.Combine(directory, Name);
        try
        {
            using var stream = File.OpenRead(path);
            return JsonSerializer.Deserialize<DemoAddress>(stream, JsonSerializerOptions.Web) is
                { Url.IsAbsoluteUri: true, Token.Length: > 0, Page.IsAbsoluteUri: true } address
                ? address
                : throw new InvalidDataException($"{path} must have the members url, token and page.");
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException broken)
        {
            throw new InvalidDataException($"{path} is not JSON with the members url, token and page: {broken.Message}", broken);
        }
    }
}
