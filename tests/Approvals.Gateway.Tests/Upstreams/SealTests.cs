using Approvals.Gateway.Configuration;
using Approvals.Gateway.Grants;
using Approvals.Gateway.Upstreams;
using Microsoft.AspNetCore.DataProtection;

namespace Approvals.Gateway.Tests.Upstreams;

/// <summary>Handles that agents hold open for nobody but who got them.</summary>
public sealed class SealTests : IDisposable
{
    private static readonly Upstream Bank = new("bank", new Uri("http://127.0.0.1:7001/mcp"), "bank", new Dictionary<string, string>());
    private static readonly Grant Alice = new("alice", "alice@example.com", new Dictionary<string, string?>());
    private static readonly Session Known = new("up-1", "alice", "alice", "bank", "claude-code", "2.1");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("approvals-seal-");
    private readonly SessionSeal _sessions = new(new EphemeralDataProtectionProvider());

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_session_opens_for_who_got_it()
    {
        var handle = _sessions.Seal(Known);

        Assert.Equal(Known, _sessions.Open(handle, Alice, "bank"));
        Assert.DoesNotContain("up-1", handle, StringComparison.Ordinal);
        Assert.All(handle, character => Assert.InRange(character, '!', '~'));
    }

    [Fact]
    public void A_session_opens_for_nobody_else()
    {
        var handle = _sessions.Seal(Known);

        Assert.Null(_sessions.Open(handle, Alice with { Name = "eve" }, "bank"));
        Assert.Null(_sessions.Open(_sessions.Seal(Known with { Principal = "other" }), Alice, "bank"));
        Assert.Null(_sessions.Open(handle, Alice, "vault"));
        Assert.Null(_sessions.Open(handle, Alice, "Bank"));
        Assert.Null(new SessionSeal(new EphemeralDataProtectionProvider()).Open(handle, Alice, "bank"));
    }

    [Fact]
    public void A_session_handle_with_any_character_changed_opens_nothing()
    {
        var handle = _sessions.Seal(Known);
        for (var at = 0; at < handle.Length - 1; at++)
        {
            var forged = string.Concat(handle.AsSpan(0, at), handle[at] == 'A' ? "B" : "A", handle.AsSpan(at + 1));
            Assert.True(_sessions.Open(forged, Alice, "bank") is null, forged);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("up-1")]
    [InlineData("not base64 at all !")]
    [InlineData("é")]
    public void What_was_never_sealed_opens_nothing(string handle) => Assert.Null(_sessions.Open(handle, Alice, "bank"));

    [Fact]
    public void A_handle_that_is_longer_than_any_of_ours_is_not_even_tried() =>
        Assert.Null(_sessions.Open(_sessions.Seal(Known with { ClientName = new string('x', 16_000) }), Alice, "bank"));

    [Theory]
    [InlineData("1")]
    [InlineData("")]
    [InlineData("stream.7/é 😀")]
    public void An_event_id_opens_for_who_heard_it_even_after_a_restart(string id)
    {
        var handle = Events().Seal(id, Known, Alice, Bank);

        Assert.Equal(id, Events().Open(handle, Known, Alice, Bank));
        Assert.All(handle, character => Assert.InRange(character, '!', '~'));
    }

    [Fact]
    public void An_event_id_opens_for_nobody_else()
    {
        var events = Events();
        var handle = events.Seal("1", Known, Alice, Bank);

        Assert.Null(events.Open(handle, Known, Alice with { Name = "eve" }, Bank));
        Assert.Null(events.Open(handle, Known, Alice, Bank with { Name = "vault" }));
        Assert.Null(events.Open(handle, Known with { Id = "up-2" }, Alice, Bank));
        Assert.Null(events.Open(handle, null, Alice, Bank));
        Assert.Null(events.Open(events.Seal("1", null, Alice, Bank), Known, Alice, Bank));
    }

    [Fact]
    public void The_parts_of_an_event_seal_cannot_be_shifted_into_each_other()
    {
        var events = Events();

        Assert.NotEqual(
            events.Seal("1", null, Alice with { Name = "a" }, Bank with { Name = "bc" }),
            events.Seal("1", null, Alice with { Name = "ab" }, Bank with { Name = "c" }));
    }

    [Fact]
    public void An_event_handle_with_another_id_or_tag_opens_nothing()
    {
        var events = Events();
        var (one, two) = (events.Seal("1", Known, Alice, Bank).Split('.'), events.Seal("2", Known, Alice, Bank).Split('.'));

        Assert.Null(events.Open($"{one[0]}.{two[1]}", Known, Alice, Bank));
        Assert.Null(events.Open($"{one[0]}.{one[1][..^4]}", Known, Alice, Bank));
        Assert.Null(events.Open($"{one[0]}.", Known, Alice, Bank));
        Assert.Null(events.Open(one[0], Known, Alice, Bank));
        Assert.Null(events.Open($"{one[0]}.{one[1]}.{one[1]}", Known, Alice, Bank));
        Assert.Null(events.Open("", Known, Alice, Bank));
        Assert.Null(events.Open("!.!", Known, Alice, Bank));
        Assert.Null(events.Open($"_w.{one[1]}", Known, Alice, Bank));
    }

    private EventSeal Events() => new(InstallationKey.ReadOrMake(DataDirectory.Open(_folder.FullName)));
}
