using ChainTips.Chain;
using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Testing;
using static ChainTips.Tests.Chain.RpcSource;

namespace ChainTips.Tests.Chain;

[CancelAfter(30_000)]
internal sealed class RpcChainSourceTests
{
    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [Test]
    public async Task The_facts_are_those_of_the_node()
    {
        FakeChain chain = new() { ChainId = 10, RouterHasCode = false };

        ChainFacts facts = await SourceOf(new FakeNode(chain)).ReadFactsAsync(Token);

        Assert.That(facts, Is.EqualTo(new ChainFacts(10, chain.At(0).Header.Hash, false)));
    }

    [Test]
    public async Task A_token_says_its_name_its_decimals_and_its_domain()
    {
        FakeNode node = new(new FakeChain());
        node.Calls[FakeNode.Selector("name()")] = new AbiWriter().WriteString("USD Coin").ToArray();
        node.Calls[FakeNode.Selector("decimals()")] = new AbiWriter().Write((UInt256)6UL).ToArray();
        node.Calls[FakeNode.Selector("DOMAIN_SEPARATOR()")] = new AbiWriter().Write(Sample.HashOf("domain")).ToArray();

        TokenFacts facts = await SourceOf(node).ReadTokenAsync(Sample.Usdc.Address, Token);

        Assert.That(facts, Is.EqualTo(new TokenFacts("USD Coin", 6UL, Sample.HashOf("domain"))));
    }

    [Test]
    public async Task A_contract_that_reverts_or_answers_nothing_says_nothing()
    {
        FakeNode node = new(new FakeChain());
        node.Calls[FakeNode.Selector("decimals()")] = [];

        TokenFacts facts = await SourceOf(node).ReadTokenAsync(Sample.Usdc.Address, Token);

        Assert.That(facts, Is.EqualTo(new TokenFacts(null, null, null)));
    }

    [Test]
    public async Task Head_header_and_finalized_number_are_those_of_the_node()
    {
        FakeChain chain = new();
        chain.MineEmpty(5);
        chain.Finalized = new BlockNumber(3);
        chain.Safe = new BlockNumber(4);
        RpcChainSource source = SourceOf(new FakeNode(chain));

        ChainHeads heads = await source.ReadHeadsAsync(Token);

        Assert.That(heads.Head.Hash, Is.EqualTo(chain.Head.Header.Hash));
        Assert.That(heads.Finalized?.Number, Is.EqualTo(new BlockNumber(3)));
        Assert.That(heads.Safe, Is.EqualTo(chain.At(4).Ref));
        Assert.That((await source.ReadHeaderAsync(new BlockNumber(2), Token))?.Hash, Is.EqualTo(chain.At(2).Header.Hash));
        Assert.That(await source.ReadHeaderAsync(new BlockNumber(6), Token), Is.Null);
    }

    [Test]
    [Description("F9")]
    public async Task A_null_for_the_head_is_an_error()
    {
        FakeNode node = new(new FakeChain());
        node.Lies["eth_getBlockByNumber"] = _ => null;

        await Assert.ThatAsync(() => SourceOf(node).ReadHeadsAsync(Token), Throws.TypeOf<MalformedResponseException>());
    }
}
