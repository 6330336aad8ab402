using System.Security.Cryptography;
using Approvals.Requests;

namespace Approvals.Tests.Requests;

/// <summary>What nobody can read, nobody can decide or run; and a record that was changed is told from one that was not.</summary>
public sealed class ContentTests
{
    private static readonly byte[] Key = SHA256.HashData("this installation"u8);
    private static readonly AskedTexts Texts = new("{}", "{}", "{}");

    public static TheoryData<ContentState> Gone => [ContentState.Erased, ContentState.Unreadable, ContentState.Altered];

    [Fact]
    public void Erasing_a_pending_request_withdraws_it()
    {
        var request = Asked.Request();

        Assert.True(request.Erase(Asked.At(1), Asked.Claim));

        Assert.Equal((RequestStatus.Withdrawn, ContentState.Erased, Asked.At(1)), (request.Status, request.Content, request.ErasedAt));
        Assert.Equal((null, "{}", "{}"), (request.Asked.ArgumentsJson, request.Asked.OthersJson, request.Asked.DefinitionJson));
        Assert.False(request.Erase(Asked.At(2), Asked.Claim));
    }

    [Fact]
    public void Erasing_an_approved_request_takes_its_right_to_run()
    {
        var request = Asked.Request();
        request.Approves(Asked.Bob);

        request.Erase(Asked.At(1), Asked.Claim);

        Assert.Equal((RequestStatus.Approved, Outcome.Refused), (request.Status, request.Outcome));
        Assert.IsNotType<ReleaseAnswer.Released>(request.Releases());
    }

    [Fact]
    public void What_a_call_answers_after_it_was_erased_is_not_kept()
    {
        var request = Asked.Request();
        request.Approves(Asked.Bob);
        request.Releases();
        request.Erase(Asked.At(3), Asked.Claim);

        Assert.True(request.Complete(Outcome.Completed, Asked.Answer, Asked.At(4)));

        Assert.Equal((Outcome.Completed, null), (request.Outcome, request.AnswerJson));
    }

    [Theory]
    [MemberData(nameof(Gone))]
    public void What_cannot_be_read_cannot_be_decided_by_anybody(ContentState content)
    {
        var request = Restored(Asked.Request(), content);

        var refused = Assert.IsType<DecisionAnswer.NotAllowed>(request.Approves(Asked.Bob));

        Assert.Equal(content.WhyUndecidable(), refused.Why);
        Assert.Empty(request.Decisions);
    }

    [Theory]
    [InlineData(ContentState.Unreadable)]
    [InlineData(ContentState.Altered)]
    public void What_cannot_be_read_cannot_be_released(ContentState content)
    {
        var request = Asked.Request();
        request.Approves(Asked.Bob);
        Restored(request, content);

        Assert.Equal(new ReleaseAnswer.Unsafe(content), request.Releases());
        Assert.Null(request.ReleasedAt);
    }

    [Fact]
    public void An_altered_record_is_moved_by_nothing_but_time()
    {
        var request = Restored(Asked.Request(), ContentState.Altered);

        Assert.False(request.Withdraw(Asked.At(1), Asked.Claim));
        Assert.True(request.Expire(Asked.At(31), Asked.Claim));
        Assert.False(request.Deliver(Asked.At(32)));
    }

    [Fact]
    public void A_row_that_nobody_has_opened_yet_is_unreadable()
    {
        var request = (ApprovalRequest)Activator.CreateInstance(typeof(ApprovalRequest), nonPublic: true)!;

        Assert.Equal(ContentState.Unreadable, request.Content);
    }

    [Fact]
    public void Every_move_gives_another_seal()
    {
        var request = Asked.Request(Asked.Of(2));
        var seals = new List<string> { Seal(request) };
        foreach (var move in new Action[]
        {
            () => request.Approves(Asked.Bob),
            () => request.Approves(Asked.Carol),
            () => request.Releases(),
            () => request.Complete(Outcome.Completed, Asked.Answer, Asked.At(3)),
            () => request.Deliver(Asked.At(4)),
            () => request.Erase(Asked.At(5), Asked.Claim),
        })
        {
            move();
            seals.Add(Seal(request));
        }

        Assert.Equal(seals.Count, seals.Distinct().Count());
        Assert.Equal(seals[^1], Seal(request));
        Assert.NotEqual(seals[^1], RequestSeal.Of(SHA256.HashData("another key"u8), request));
    }

    [Fact]
    public void The_seal_covers_who_asked_what_of_whom()
    {
        var seals = new[]
        {
            Seal(Asked.Request()),
            Seal(Asked.Request(owner: "eve@example.com")),
            Seal(Asked.Request(Asked.Of(2))),
            Seal(Asked.Request(Asked.Of(1, "sre"))),
            Seal(Asked.Request(Asked.Of(1, "sre", "finance"))),
        };

        Assert.Equal(seals.Length, seals.Distinct().Count());
    }

    private static string Seal(ApprovalRequest request) => RequestSeal.Of(Key, request);

    private static ApprovalRequest Restored(ApprovalRequest request, ContentState content)
    {
        if (content == ContentState.Erased)
        {
            request.Erase(Asked.At(0), Asked.Claim);
        }

        request.Restore(content == ContentState.Unreadable ? null : Texts, null, [], isAltered: content == ContentState.Altered);
        Assert.Equal(content, request.Content);
        return request;
    }
}
