using ChainTips.Server.Commands;

namespace ChainTips.Server.Tests.Commands;

[CancelAfter(10_000)]
internal sealed class LoopbackRuleTests
{
    [TestCase("http://0.0.0.0:5080", "http://127.0.0.1:5080")]
    [TestCase("http://[::]:5080", "http://127.0.0.1:5080")]
    [TestCase("http://+:5080", "http://127.0.0.1:5080")]
    [TestCase("http://*:5080", "http://127.0.0.1:5080")]
    [TestCase("http://tips.example:5080", "http://127.0.0.1:5080")]
    [TestCase("http://localhost.example:5080", "http://127.0.0.1:5080")]
    [TestCase("http://192.168.1.7:5080", "http://127.0.0.1:5080")]
    [TestCase("http://128.0.0.1:5080", "http://127.0.0.1:5080")]
    [TestCase("http://[2001:db8::1]:5080", "http://127.0.0.1:5080")]
    [TestCase("http://[::ffff:192.168.1.7]:5080", "http://127.0.0.1:5080")]
    [TestCase("http://*", "http://127.0.0.1:80")]
    [TestCase("http://0.0.0.0:0", "http://127.0.0.1:0")]
    public void An_address_that_others_can_reach_is_replaced(string asked, string expected) =>
        Assert.That(LoopbackRule.Apply([asked]), Is.EqualTo([expected]));

    [TestCase("http://localhost:5080")]
    [TestCase("http://LOCALHOST:5080")]
    [TestCase("http://127.0.0.1:5080")]
    [TestCase("http://127.0.0.2:5080")]
    [TestCase("http://[::1]:5080")]
    [TestCase("http://127.0.0.1:0")]
    public void An_address_of_this_machine_stays(string asked) => Assert.That(LoopbackRule.Apply([asked]), Is.EqualTo([asked]));

    [Test]
    public void Each_port_is_kept_and_no_address_comes_twice() => Assert.That(
        LoopbackRule.Apply(["http://0.0.0.0:5080", "http://[::]:5080", "http://127.0.0.1:5080", "http://*:5081"]),
        Is.EqualTo(["http://127.0.0.1:5080", "http://127.0.0.1:5081"]));
}
