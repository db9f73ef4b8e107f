using System.Diagnostics;
using ChainTips.Server.Following;

namespace ChainTips.Server.Tests.Following;

internal sealed class LeaseHolderTests
{
    private const string Self = "here:4711:00ff";

    [TestCase(Self, false, Description = "we ourselves")]
    [TestCase("here:4711:aaaa", true, Description = "the process before us, as in a container that was restarted")]
    [TestCase("there:4711:aaaa", false, Description = "another machine: nobody knows from here")]
    [TestCase("here:2147483647:aaaa", true, Description = "no process has this number")]
    [TestCase("here", false, Description = "no name of ours")]
    [TestCase("here:many:aaaa", false, Description = "no name of ours")]
    public void A_holder_is_gone_when_its_process_was_here_and_is_not_any_more(string holder, bool isGone) =>
        Assert.That(LeaseHolder.IsGone(holder, Self), Is.EqualTo(isGone));

    [Test]
    public void A_process_that_runs_is_not_gone()
    {
        using Process other = Process.Start("sleep", "60");
        try
        {
            Assert.That(LeaseHolder.IsGone($"here:{other.Id}:aaaa", Self), Is.False);
        }
        finally
        {
            other.Kill();
            other.WaitForExit();
        }

        Assert.That(LeaseHolder.IsGone($"here:{other.Id}:aaaa", Self), Is.True);
    }

    [Test]
    public void No_two_names_are_the_same() =>
        Assert.That(Enumerable.Range(0, 100).Select(_ => LeaseHolder.NewName()), Is.Unique);
}
