using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Tests.JsonRpc;

internal sealed class LogSelectionTests
{
    private static readonly Address Router = AddressOf("router");
    private static readonly Address Token = AddressOf("token");
    private static readonly Hash32 Tip = Keccak256.HashUtf8("tip");
    private static readonly Hash32 Transfer = Keccak256.HashUtf8("transfer");

    private static readonly LogSelection Selection = new(new LogPattern(null, Tip), new LogPattern(Token, Transfer));

    [TestCase("router", "tip", true)]
    [TestCase("anybody", "tip", true)]
    [TestCase("token", "tip", true)]
    [TestCase("token", "transfer", true)]
    [TestCase("another token", "transfer", false)]
    [TestCase("token", "approval", false)]
    public void A_log_is_looked_for_by_its_topic_and_where_it_is_named_by_its_contract(string contract, string topic, bool isIncluded)
    {
        ChainLog log = LogOf(AddressOf(contract), Keccak256.HashUtf8(topic));

        Assert.That(Selection.Includes(log), Is.EqualTo(isIncluded));
        Assert.That(Selection.Includes(log.Address, log.Topics[0]), Is.EqualTo(isIncluded));
        Assert.That(Selection.MayBeIn(LogsBloom.Of([log])), Is.EqualTo(isIncluded));
    }

    [Test]
    public void A_log_without_topics_is_not_looked_for() =>
        Assert.That(Selection.Includes(LogOf(Token)), Is.False);

    [Test]
    public void A_topic_alone_is_looked_for_from_any_contract()
    {
        Assert.That(LogSelection.Of(Tip).Includes(Token, Tip), Is.True);
        Assert.That(LogSelection.Of(Tip).Includes(Token, Transfer), Is.False);
    }

    [Test]
    public void A_block_without_logs_has_none_of_them() => Assert.That(Selection.MayBeIn(LogsBloom.Of([])), Is.False);

    [Test]
    [Description("A bloom says neither who emitted which topic, nor anything for certain but that something is not there")]
    public void A_bloom_with_the_contract_and_the_topic_of_different_logs_may_hold_one()
    {
        LogsBloom bloom = LogsBloom.Of([LogOf(Token, Keccak256.HashUtf8("approval")), LogOf(Router, Transfer)]);

        Assert.That(Selection.MayBeIn(bloom), Is.True);
    }

    [Test]
    public void A_bloom_never_hides_a_log_that_is_looked_for()
    {
        Testing.SeededRandom random = Testing.Trials.Random();
        string[] names = ["tip", "transfer", "approval", "token", "router", "another token"];
        for (int i = Testing.Trials.Count(); i > 0; i--)
        {
            ChainLog[] logs = [.. Enumerable.Range(0, random.Below(5)).Select(
                _ => LogOf(AddressOf(random.OneOf(names)), Keccak256.HashUtf8(random.OneOf(names)), Keccak256.HashUtf8(random.OneOf(names))))];

            Assert.That(Selection.MayBeIn(LogsBloom.Of(logs)) || !logs.Any(Selection.Includes), Is.True, $"case {i}");
        }
    }

    private static ChainLog LogOf(Address contract, params Hash32[] topics) => new(contract, topics, Array.Empty<byte>(), 0);

    private static Address AddressOf(string name) => Address.FromBytes(Keccak256.HashUtf8(name).ToArray().AsSpan(12));
}
