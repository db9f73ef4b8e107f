using System.Diagnostics;
using ChainTips.Server.Configuration;
using ChainTips.Server.Following;
using ChainTips.Server.Tests.Running;

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

    [TestCase("there:1:aaaa:0xA", Description = "the same signer")]
    [TestCase("there:1:aaaa", Description = "an older version, which said nothing")]
    public void A_holder_that_signs_with_the_same_key_is_stood_by(string holder) =>
        Assert.That(() => LeaseHolder.DemandSameSigner(holder, "here:2:bbbb:0xA"), Throws.Nothing);

    [Test]
    public void A_holder_that_signs_with_another_key_is_named_with_what_to_do()
    {
        ConfigurationException refusal =
            Assert.Throws<ConfigurationException>(() => LeaseHolder.DemandSameSigner("there:1:aaaa:0xB", "here:2:bbbb:0xA"))!;

        Assert.That(refusal.Message, Does.Contain("0xA").And.Contains("there (process 1)").And.Contains("0xB").And.Contains("ChainTips:SigningKeyFile"));
    }

    [Test]
    public void No_two_names_are_the_same() =>
        Assert.That(Enumerable.Range(0, 100).Select(_ => LeaseHolder.NewName(LocalChain.Payer)), Is.Unique);
}
