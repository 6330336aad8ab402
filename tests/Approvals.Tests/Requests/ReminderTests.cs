using Approvals.Requests;

namespace Approvals.Tests.Requests;

public class ReminderTests
{
    [Fact]
    public void People_are_reminded_at_half_of_the_time_and_when_a_tenth_is_left()
    {
        var request = Open(TimeSpan.FromMinutes(30));

        Assert.False(request.Remind(Asked.At(15).AddMilliseconds(-1)));
        Assert.True(request.Remind(Asked.At(15)));
        Assert.False(request.Remind(Asked.At(15)));
        Assert.Equal(Asked.At(27), request.RemindAt);
        Assert.True(request.Remind(Asked.At(27)));
        Assert.Null(request.RemindAt);
        Assert.False(request.Remind(Asked.At(29)));
        Assert.Equal((Asked.At(15), Asked.At(27)), (request.FirstReminder, request.LastReminder));
    }

    [Fact]
    public void Whoever_was_away_at_half_of_the_time_is_reminded_once()
    {
        var request = Open(TimeSpan.FromMinutes(30));

        Assert.True(request.Remind(Asked.At(28)));
        Assert.False(request.Remind(Asked.At(29)));
        Assert.Equal(request.FirstReminder, request.LastReminder);
    }

    [Fact]
    public void More_time_moves_what_is_still_to_come()
    {
        var request = Open(TimeSpan.FromMinutes(30));
        request.Remind(Asked.At(15));

        request.Extend(Asked.Bob, "web", Asked.At(20), Asked.Claim);

        Assert.Equal(Asked.At(54), request.RemindAt);
    }

    [Fact]
    public void What_is_over_in_a_moment_or_over_already_needs_no_reminder()
    {
        Assert.Null(Open(TimeSpan.FromSeconds(119)).RemindAt);
        var decided = Open(TimeSpan.FromMinutes(30));
        decided.Denies(Asked.Bob);
        Assert.False(decided.Remind(Asked.At(16)));
        Assert.False(Open(TimeSpan.FromMinutes(30)).Remind(Asked.At(30)));
    }

    private static ApprovalRequest Open(TimeSpan expires) => Asked.Request(Asked.Of(1) with { Expires = expires });
}
