using Microsoft.Extensions.Time.Testing;
using NotebookCourse.Workshop.Commands;

namespace NotebookCourse.Workshop.Tests.Commands;

public sealed class StopRequestsTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void The_first_stops_those_sent_with_it_are_it_and_a_later_one_ends()
    {
        var requests = new StopRequests(_clock);
        Assert.Equal(StopRequest.Stop, requests.Next());
        Assert.Equal(StopRequest.SameAgain, requests.Next());
        _clock.Advance(StopRequests.OneAndTheSame);
        Assert.Equal(StopRequest.SameAgain, requests.Next());
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(StopRequest.EndNow, requests.Next());
        Assert.Equal(StopRequest.EndNow, requests.Next());
    }

    [Fact]
    public void The_first_may_come_at_any_time()
    {
        var requests = new StopRequests(_clock);
        _clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal(StopRequest.Stop, requests.Next());
    }

    [Fact]
    public void Of_many_at_the_same_moment_one_stops()
    {
        var requests = new StopRequests(_clock);
        var heard = new StopRequest[64];
        Parallel.For(0, heard.Length, i => heard[i] = requests.Next());
        Assert.Single(heard, StopRequest.Stop);
        Assert.DoesNotContain(StopRequest.EndNow, heard);
    }
}
