using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Testing;
using ChainTips.Tips;

namespace ChainTips.Tests.Tips;

/// <summary>The transfers of a receipt that no tip owns, with what stands beside them.</summary>
internal sealed class LooseTransferTests
{
    private static readonly Hash32 Nonce = Sample.HashOf("nonce");
    private static readonly ATransfer Transfer = ATransfer.Of(5);
    private static readonly ATip Tip = ATip.For(Sample.HashOf("reference")).Of(5UL);

    private static IEnumerable<TestCaseData> LogsThatAreNoAuthorization
    {
        get
        {
            Address usdc = Sample.Usdc.Address;
            yield return Case("of another authorizer", ALog.AuthorizationUsed(usdc, Sample.Stranger, Nonce));
            yield return Case("of the payee", ALog.AuthorizationUsed(usdc, Sample.Payee, Nonce));
            yield return Case("of another token", ALog.AuthorizationUsed(Sample.Dai.Address, Sample.Payer, Nonce));
            yield return Case("of another contract", ALog.AuthorizationUsed(Sample.Stranger, Sample.Payer, Nonce));
            yield return Case("not adjacent", ALog.AuthorizationUsed(usdc, Sample.Payer, Nonce), ALog.Of(usdc, [], []));
            yield return Case("used by another transfer", [.. Transfer.AuthorizedBy(Nonce)]);
        }
    }

    [Test]
    public void A_transfer_is_found_with_every_fact()
    {
        FakeTransaction transaction = FakeTransaction.Of("bare", ALog.Of(Sample.Stranger, [], []), Transfer.Log()) with
        {
            Call = new TransactionCall(Sample.Payer, Sample.Usdc.Address, new byte[] { 1 }),
        };
        FakeBlock block = new FakeChain().Mine(FakeTransaction.Of("before"), transaction);

        LooseTransfer found = Decode(block).Loose.Single();

        Assert.That(found, Is.EqualTo(new LooseTransfer(
            new LogPosition(Sample.ChainId, transaction.Hash, 1), block.Ref, block.Time, 1, Sample.Payer, Sample.Payee, Given.Usdc(5), null, 1,
            transaction.Call)));
    }

    [Test]
    public void The_nonce_of_the_authorization_right_before_it_goes_with_it() =>
        Assert.That(Decode([.. Transfer.AuthorizedBy(Nonce)]).Loose.Single().Nonce, Is.EqualTo(Nonce));

    [TestCaseSource(nameof(LogsThatAreNoAuthorization))]
    public void A_log_that_is_not_its_own_authorization_gives_no_nonce(ChainLog[] before) =>
        Assert.That(Decode([.. before, Transfer.Log()]).Loose[^1].Nonce, Is.Null);

    [Test]
    public void A_transfer_that_a_tip_owns_is_not_loose()
    {
        DecodedTips decoded = Decode([Transfer.Log(), .. Tip.Logs(), Transfer.Log()]);

        Assert.That(decoded.Tips.Single().TransferPosition, Is.EqualTo(1));
        Assert.That(decoded.Loose.Select(loose => loose.Location.Position), Is.EqualTo(new[] { 0, 3 }));
    }

    [Test]
    public void The_transfer_of_a_tip_that_proves_nothing_is_loose() =>
        Assert.That(Decode([.. (Tip with { Fee = UInt256.MaxValue }).Logs()]).Loose.Single().Location.Position, Is.Zero);

    [Test]
    public void Equal_transfers_know_of_one_another()
    {
        ChainLog[] logs = [Transfer.Log(), ATransfer.Of(6).Log(), Transfer.Log(), ATransfer.Of(5, Sample.Dai).Log(), .. Tip.Logs()];

        Assert.That(Decode(logs).Loose.Select(loose => loose.Twins), Is.EqualTo(new[] { 3, 1, 3, 1 }), "the one that the tip owns is counted too");
    }

    [Test]
    public void A_transfer_of_nothing_of_too_much_or_of_another_token_is_no_payment() => Assert.That(
        Decode(
        [
            ALog.Transfer(Sample.Usdc.Address, Sample.Payer, Sample.Payee, UInt256.Zero),
            ALog.Transfer(Sample.Usdc.Address, Sample.Payer, Sample.Payee, UInt256.FromBigEndian([1, .. new byte[16]])),
            ALog.Transfer(Sample.Stranger, Sample.Payer, Sample.Payee, 5UL),
            Transfer.Log() with { Data = new byte[31] },
        ]).Loose,
        Is.Empty);

    [Test]
    public void A_failed_transaction_has_none() =>
        Assert.That(Decode(new FakeChain().Mine(FakeTransaction.Of("failed", Transfer.Log()).Failed())).Loose, Is.Empty);

    private static DecodedTips Decode(ChainLog[] logs) => Decode(new FakeChain().Mine(FakeTransaction.Of("transaction", logs)));

    private static DecodedTips Decode(FakeBlock block)
    {
        DecodedTips decoded = new();
        new TipDecoder(Sample.Settings).Decode(block.ObservedWithCalls, decoded);
        return decoded;
    }

    private static TestCaseData Case(string name, params ChainLog[] logs) => new TestCaseData((object)logs).SetArgDisplayNames(name);
}
