using Approvals.Gateway.Configuration;
using Approvals.Gateway.Storage.Records;
using Approvals.Requests;

namespace Approvals.Gateway.Tests.Contracts;

/// <summary>Every cap at its edge: what fits is opened, one more is not, and its caller learns when to come back.</summary>
public sealed class PendingCapsTests : IAsyncDisposable
{
    private SqliteStorage _storage = null!;

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    [Fact]
    public async Task A_grant_has_no_more_pending_requests_than_it_may()
    {
        await StartAsync(new() { MaxPendingPerGrant = 3 });

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => OpenAsync($"a{number}")));

        Assert.Equal(3, answers.Count(answer => answer is null));
        Assert.All(answers.OfType<CapReached>(), reached => Assert.Equal(new CapReached(Cap.Pending, IsOwners: false, 60), reached));
        Assert.Equal(3, await _storage.CountAsync(database => database.Requests));
        Assert.Equal(3, await _storage.CountAsync(database => database.Audit));
        Assert.Equal(3, await _storage.CountAsync(database => database.Outbox));
        Assert.Equal(3, await _storage.CountAsync(database => database.Contents));
        Assert.Null(await OpenAsync("b", grant: "other", owner: "other@example.com"));

        await _storage.Store.ApproveAsync((await _storage.Store.ListAsync(RequestStatus.Pending, null, 10, CancellationToken.None)).First(request => request.Asked.Grant == "alice-laptop").Id);
        Assert.Null(await OpenAsync("c"));
        Assert.NotNull(await OpenAsync("d"));
    }

    [Fact]
    public async Task An_owner_has_no_more_over_all_grants()
    {
        await StartAsync(new() { MaxPendingPerOwner = 2 });

        Assert.Null(await OpenAsync("a", grant: "laptop"));
        Assert.Null(await OpenAsync("b", grant: "desk"));
        Assert.Equal(new CapReached(Cap.Pending, IsOwners: true, 60), await OpenAsync("c", grant: "phone"));
        Assert.Null(await OpenAsync("d", grant: "phone", owner: "eve@example.com"));
    }

    [Fact]
    public async Task Who_comes_back_when_the_first_expires_is_told_so()
    {
        await StartAsync(new() { MaxPendingPerGrant = 1 });
        await OpenAsync("a");

        Assert.Equal(30, (await OpenAsync("b", minute: 29.5))!.RetryAfterSeconds);
        Assert.Equal(1, (await OpenAsync("b", minute: 31))!.RetryAfterSeconds);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task Bytes_fit_to_the_last(int more, bool fits)
    {
        var bytes = Asked.Request("size").Asked.Bytes;
        await StartAsync(new() { MaxPendingBytesPerGrant = (3 * bytes) + 1_000, MaxPendingBytesPerOwner = 1 << 20 });
        await OpenAsync("a");
        await OpenAsync("b");

        // "{}" and a thousand characters between them.
        var answer = await OpenAsync("c", arguments: "{" + new string(' ', 1_000 + more) + "}");

        Assert.Equal(fits ? null : new CapReached(Cap.Bytes, IsOwners: false, 60), answer);
    }

    [Fact]
    public async Task Bytes_are_counted_over_all_grants_of_an_owner_too()
    {
        await StartAsync(new() { MaxPendingBytesPerOwner = 1_500 });

        Assert.Null(await OpenAsync("a", grant: "laptop", arguments: "{" + new string(' ', 1_000) + "}"));
        Assert.Equal(Cap.Bytes, (await OpenAsync("b", grant: "desk", arguments: "{" + new string(' ', 1_000) + "}"))!.Cap);
    }

    [Fact]
    public async Task A_call_that_can_never_fit_is_not_told_to_come_back()
    {
        await StartAsync(new() { MaxPendingBytesPerGrant = 1_024 });

        Assert.Equal(new CapReached(Cap.Bytes, IsOwners: false, RetryAfterSeconds: null), await OpenAsync("a", arguments: "{" + new string(' ', 1_024) + "}"));
    }

    [Fact]
    public async Task A_grant_opens_no_more_in_any_minute_than_it_may_even_if_none_of_them_waits_any_more()
    {
        await StartAsync(new() { MaxOpenedPerMinutePerGrant = 2 });
        await OpenAsync("a", minute: 0);
        await _storage.Store.ApproveAsync("a");
        await OpenAsync("b", minute: 0.5);

        Assert.Equal(new CapReached(Cap.Rate, IsOwners: false, 15), await OpenAsync("c", minute: 0.75));
        Assert.Equal(1, (await OpenAsync("c", minute: 59.999 / 60))!.RetryAfterSeconds);
        Assert.Null(await OpenAsync("c", minute: 1));
        Assert.Equal(30, (await OpenAsync("d", minute: 1))!.RetryAfterSeconds);
        Assert.Null(await OpenAsync("e", minute: 1, grant: "other", owner: "other@example.com"));
    }

    [Fact]
    public async Task An_owner_opens_no_more_over_all_grants_in_any_minute()
    {
        await StartAsync(new() { MaxOpenedPerMinutePerOwner = 1 });
        await OpenAsync("a", grant: "laptop");

        Assert.Equal(new CapReached(Cap.Rate, IsOwners: true, 60), await OpenAsync("b", grant: "desk"));
    }

    [Theory]
    [InlineData("""SELECT COUNT(*), SUM("Asked_Bytes") FROM "Requests" WHERE "Asked_Grant" = 'g' AND "Status" = 'Pending'""", "COVERING INDEX IX_Requests_Asked_Grant_Asked_Bytes")]
    [InlineData("""SELECT COUNT(*), SUM("Asked_Bytes") FROM "Requests" WHERE "Asked_Owner" = 'o' AND "Status" = 'Pending'""", "COVERING INDEX IX_Requests_Asked_Owner_Asked_Bytes")]
    [InlineData("""SELECT "CreatedAt" FROM "Requests" WHERE "Asked_Grant" = 'g' ORDER BY "CreatedAt" DESC LIMIT 1 OFFSET 99""", "IX_Requests_Asked_Grant_CreatedAt")]
    [InlineData("""SELECT "CreatedAt" FROM "Requests" WHERE "Asked_Owner" = 'o' ORDER BY "CreatedAt" DESC LIMIT 1 OFFSET 99""", "IX_Requests_Asked_Owner_CreatedAt")]
    public async Task No_cap_reads_the_whole_history(string query, string index)
    {
        await StartAsync(new());

        Assert.Contains(index, await _storage.ExplainAsync(query), StringComparison.Ordinal);
    }

    private async Task StartAsync(GatewayOptions options) => _storage = await SqliteStorage.StartAsync(options);

    private Task<CapReached?> OpenAsync(string id, double minute = 0, string grant = "alice-laptop", string owner = "alice@example.com", string arguments = "{}") =>
        _storage.Store.OpenAsync(Asked.Request(id, minute, grant, arguments: arguments, owner: owner), Asked.Audit(id), _ => null);
}
