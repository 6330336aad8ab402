using Approvals.Gateway.Configuration;
using Approvals.Gateway.Startup;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.Gateway.Tests.Configuration;

public sealed class DataDirectoryTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly DataDirectory directory;

    public DataDirectoryTests() => directory = DataDirectory.Open(folder.PathOf("deep/data"));

    public void Dispose() => folder.Dispose();

    [Fact]
    public void It_is_made_for_its_owner_alone() =>
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, TemporaryFolder.ModeOf(directory.Root));

    [Fact]
    public void One_that_cannot_be_made_is_named()
    {
        var path = Path.Combine(folder.Write("file", ""), "data");
        var problems = Assert.Throws<ConfigurationProblems>(() => DataDirectory.Open(path));
        Assert.StartsWith($"Gateway:DataDirectory: {path} cannot be made: ", Assert.Single(problems.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void The_key_is_made_once_for_its_owner_alone()
    {
        var made = InstallationKey.ReadOrMake(directory).Key.ToArray();
        Assert.Equal(made, InstallationKey.ReadOrMake(directory).Key.ToArray());
        Assert.Equal(32, made.Distinct().Count() > 1 ? made.Length : 0);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, TemporaryFolder.ModeOf(directory.PathOf("installation.key")));
        Assert.Equal(["installation.key"], Directory.GetFiles(directory.Root).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void A_key_of_a_wrong_size_is_refused_and_left_as_it_is(int size)
    {
        File.WriteAllBytes(directory.PathOf("installation.key"), new byte[size]);
        var problems = Assert.Throws<ConfigurationProblems>(() => InstallationKey.ReadOrMake(directory));
        Assert.Contains($"installation.key has {size} bytes and a key has 32", Assert.Single(problems.Lines), StringComparison.Ordinal);
        Assert.Equal(size, new FileInfo(directory.PathOf("installation.key")).Length);
    }

    [Fact]
    public void A_secret_that_is_there_is_not_replaced_unless_asked()
    {
        directory.WriteSecret("s", "one"u8, replace: false);
        Assert.Throws<IOException>(() => directory.WriteSecret("s", "two"u8, replace: false));
        Assert.Equal("one", File.ReadAllText(directory.PathOf("s")));
        directory.WriteSecret("s", "three"u8, replace: true);
        Assert.Equal("three", File.ReadAllText(directory.PathOf("s")));
    }

    [Fact]
    public void A_second_gateway_on_the_same_data_is_refused()
    {
        using (DirectoryLock.Take(directory))
        {
            var problems = Assert.Throws<ConfigurationProblems>(() => DirectoryLock.Take(directory));
            Assert.Equal([$"Gateway:DataDirectory: another gateway runs on {directory.Root}; stop it, or give this one a directory of its own"], problems.Lines);
        }

        DirectoryLock.Take(directory).Dispose();
    }

    [Fact]
    public async Task The_lock_lives_as_long_as_the_gateway()
    {
        await using (await Started())
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Assert.ThrowsAsync<ConfigurationProblems>(Started);
        }

        await (await Started()).DisposeAsync();
    }

    private async Task<WebApplication> Started()
    {
        string[] args = ["--urls", "http://127.0.0.1:0", "--Gateway:DataDirectory", directory.Root];
        var builder = folder.Builder(args);
        builder.AddDataDirectory(builder.AddConfiguration(args, folder.PathOf("secrets")));
        var app = builder.Build();
        await app.StartAsync();
        Assert.False(app.Services.GetRequiredService<InstallationKey>().Key.IsEmpty);
        return app;
    }
}
