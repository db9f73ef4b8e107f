using ChainTips.Ethereum.Primitives;
using ChainTips.Testing;
using ChainTips.Tips;

namespace ChainTips.Tests.Tips;

internal sealed class TipDecoderTests
{
    private static readonly ATip Sent = ATip.For(Sample.HashOf("reference")).Of(5_000_000UL);
    private static readonly Address Usdc = Sample.Usdc.Address;

    private static IEnumerable<TestCaseData> Refusals
    {
        get
        {
            ATip foreign = Sent with { Emitter = Sample.Stranger };
            ATip unknown = Sent with { Token = Sample.Stranger };
            ChainLog wrongPayer = ALog.Transfer(Usdc, Sample.Stranger, Sample.Payee, 5_000_000UL);
            ChainLog wrongPayee = ALog.Transfer(Usdc, Sample.Payer, Sample.Stranger, 5_000_000UL);
            ChainLog wrongToken = ALog.Transfer(Sample.Dai.Address, Sample.Payer, Sample.Payee, 5_000_000UL);
            ChainLog short1 = ALog.Transfer(Usdc, Sample.Payer, Sample.Payee, 4_999_999UL);
            ChainLog over1 = ALog.Transfer(Usdc, Sample.Payer, Sample.Payee, 5_000_001UL);
            ChainLog noShape = Sent.TipLog() with { Data = new byte[64] };

            yield return Case("another emitter", RefusalReason.ForeignContract, foreign.Logs());
            yield return Case("another emitter with the wrong shape", RefusalReason.ForeignContract, noShape with { Address = Usdc });
            yield return Case("another shape", RefusalReason.MalformedLog, Sent.TransferLog(), noShape);
            yield return Case("an unknown token", RefusalReason.TokenNotAllowed, unknown.Logs());
            yield return Case("2^128 base units", RefusalReason.AmountTooLarge, Sent.Of(Power128).Logs());
            yield return Case("the largest uint256", RefusalReason.AmountTooLarge, Sent.Of(UInt256.MaxValue).Logs());
            yield return Case("nothing", RefusalReason.MalformedLog, Sent.Of(UInt256.Zero).Logs());
            yield return Case("a fee of more than the tip", RefusalReason.MalformedLog, (Sent with { Fee = 5_000_001UL }).Logs());
            yield return Case("a fee of more than 128 bits", RefusalReason.MalformedLog, (Sent with { Fee = Power128 }).Logs());
            yield return Case("no transfer", RefusalReason.TransferMissing, Sent.TipLog());
            yield return Case("a transfer after the tip", RefusalReason.TransferMissing, Sent.TipLog(), Sent.TransferLog());
            yield return Case("a transfer of another token", RefusalReason.TransferMissing, wrongToken, Sent.TipLog());
            yield return Case("a transfer to another payee", RefusalReason.TransferMissing, wrongPayee, Sent.TipLog());
            yield return Case("a transfer of less", RefusalReason.TransferDiffers, short1, Sent.TipLog());
            yield return Case("a transfer of more", RefusalReason.TransferDiffers, over1, Sent.TipLog());
            yield return Case("a transfer from another payer", RefusalReason.TransferDiffers, wrongPayer, Sent.TipLog());
        }
    }

    private static UInt256 Power128 => UInt256.FromBigEndian([1, .. new byte[16]]);

    [Test]
    public void A_tip_with_its_transfer_is_decoded_with_every_fact()
    {
        FakeChain chain = new();
        FakeTransaction transaction = Sent.Sent("tip");
        FakeBlock block = chain.Mine(FakeTransaction.Of("before", ALog.Of(Usdc, [], [])), transaction);

        DecodedTips results = Decode(block);

        Tip expected = new(
            new LogPosition(Sample.ChainId, transaction.Hash, 1), block.Ref, block.Time, 1, Sample.Router, Sent.Reference,
            Sample.Payer, Sample.Payee, Given.Usdc(5_000_000), 0);
        Assert.That(results.Tips, Is.EqualTo(new[] { expected }));
        Assert.That(results.Refused, Is.Empty);
    }

    [Test]
    public void The_largest_amount_below_2_to_the_128_is_decoded()
    {
        DecodedTips results = Decode(Sent.Of(UInt128.MaxValue, Sample.Dai).Sent("tip"));

        Assert.That(results.Tips.Single().Amount.BaseUnits, Is.EqualTo(UInt128.MaxValue));
    }

    [TestCaseSource(nameof(Refusals))]
    [Description("A1, A2: what proves nothing is refused with the reason")]
    public void A_tip_that_proves_nothing_is_refused(RefusalReason reason, ChainLog[] logs)
    {
        FakeTransaction transaction = FakeTransaction.Of("tip", logs);

        DecodedTips results = Decode(transaction);

        RefusedTip refused = results.Refused.Single();
        Assert.That(results.Tips, Is.Empty);
        ChainLog tipLog = transaction.Logs.Single(log => log.Topics[0] == ALog.TipSentTopic);
        Assert.That(refused.Reason, Is.EqualTo(reason));
        Assert.That(refused.Location, Is.EqualTo(new LogPosition(Sample.ChainId, transaction.Hash, tipLog.Position)));
        Assert.That(refused.Emitter, Is.EqualTo(tipLog.Address));
        Assert.That(refused.Stated, Is.EqualTo(TipSent.Decode(tipLog)));
        Assert.That(refused.Explanation, Is.Not.Empty);
    }

    [Test]
    public void A_refusal_names_the_values_that_differ()
    {
        RefusedTip refused = Decode(FakeTransaction.Of(
            "tip", ALog.Transfer(Usdc, Sample.Stranger, Sample.Payee, 7UL), Sent.TipLog())).Refused.Single();

        Assert.That(
            refused.Explanation,
            Does.Contain("5000000").And.Contains(" 7 ").And.Contains(Sample.Payer.ToString()).And.Contains(Sample.Stranger.ToString()));
    }

    [Test]
    [Description("A2: a failed transaction moved nothing, whatever its logs say")]
    public void A_failed_transaction_has_no_tips() => AssertNothing(Decode(Sent.Sent("tip").Failed()));

    [Test]
    public void A_transaction_without_tips_gives_nothing() =>
        AssertNothing(
            Decode(FakeTransaction.Of("bare", Sent.TransferLog(), ALog.Of(Sample.Router, [], []), ALog.Of(Sample.Router, [Hash32.Zero], []))));

    [Test]
    [Description("A3")]
    public void Two_tips_in_one_transaction_are_two_tips()
    {
        List<Tip> tips = Decode(Sent.Sent("one").Then(Sent.Of(7UL).Sent("two"))).Tips;

        Assert.That(tips.Select(tip => (tip.Location.Position, tip.TransferPosition)), Is.EqualTo(new[] { (1, 0), (3, 2) }));
        Assert.That(tips.Select(tip => tip.Amount), Is.EqualTo(new[] { Given.Usdc(5_000_000), Given.Usdc(7) }));
    }

    [Test]
    public void Two_tips_after_both_of_their_transfers_are_two_tips()
    {
        DecodedTips results = Decode(FakeTransaction.Of("tip", Sent.TransferLog(), Sent.TransferLog(), Sent.TipLog(), Sent.TipLog()));

        Assert.That(string.Join(' ', results.Tips.Select(tip => tip.TransferPosition)), Is.EqualTo("1 0"));
    }

    [Test]
    [Description("A4: one transfer is counted once")]
    public void Of_two_tips_with_one_transfer_the_second_is_refused()
    {
        DecodedTips results = Decode(FakeTransaction.Of("tip", Sent.TransferLog(), Sent.TipLog(), Sent.TipLog()));

        Assert.That(results.Tips, Has.Count.EqualTo(1));
        Assert.That(results.Refused.Single().Reason, Is.EqualTo(RefusalReason.TransferMissing));
    }

    [Test]
    [Description("A4")]
    public void A_direct_transfer_beside_a_tip_is_not_counted_and_does_not_disturb_it()
    {
        ChainLog direct = ALog.Transfer(Usdc, Sample.Payer, Sample.Payee, 9UL);

        List<Tip> tips = Decode(FakeTransaction.Of("tip", [direct, .. Sent.Logs(), direct])).Tips;

        Assert.That(tips.Single().Amount, Is.EqualTo(Given.Usdc(5_000_000)));
        Assert.That(tips.Single().TransferPosition, Is.EqualTo(1));
    }

    [Test]
    public void A_forged_tip_does_not_use_up_the_transfer_of_a_real_one()
    {
        DecodedTips results = Decode(FakeTransaction.Of(
            "tip", Sent.TransferLog(), (Sent with { Emitter = Sample.Stranger }).TipLog(), Sent.TipLog()));

        Assert.That(results.Refused.Single().Reason, Is.EqualTo(RefusalReason.ForeignContract));
        Assert.That(results.Tips.Single().TransferPosition, Is.Zero);
    }

    [Test]
    [Description("A1: the same topics from a contract that is no allowed token")]
    public void A_transfer_log_of_a_fake_token_is_no_proof() =>
        Assert.That(
            Decode(FakeTransaction.Of(
                "tip", ALog.Transfer(Sample.Stranger, Sample.Payer, Sample.Payee, 5_000_000UL), Sent.TipLog())).Refused.Single().Reason,
            Is.EqualTo(RefusalReason.TransferMissing));

    [Test]
    [Description("A3: 50 real tips among 500 logs")]
    public void Fifty_tips_among_five_hundred_logs_are_exactly_fifty()
    {
        SeededRandom random = new(3);
        List<ChainLog[]> groups = [.. Enumerable.Range(1, 50).Select(i => Sent.Of((ulong)i).Logs())];
        ATip forged = Sent with { Emitter = Sample.Stranger };
        ChainLog[] noise =
        [
            forged.TipLog(),
            ALog.Transfer(Sample.Dai.Address, Sample.Payer, Sample.Payee, 1UL),
            ALog.Transfer(Usdc, Sample.Payee, Sample.Payer, 1UL),
            ALog.Of(Sample.Router, [], [1]),
            ALog.Of(Sample.Router, [Hash32.Zero], []),
        ];
        groups.AddRange(Enumerable.Range(0, 400).Select(i => new[] { noise[i % noise.Length] }));

        DecodedTips results = Decode(FakeTransaction.Of("tip", [.. random.Shuffled(groups).SelectMany(group => group)]));

        Assert.That(results.Tips.Select(tip => (int)tip.Amount.BaseUnits).Order(), Is.EqualTo(Enumerable.Range(1, 50)));
        Assert.That(results.Refused.Select(tip => tip.Reason), Has.Exactly(80).Items.And.All.EqualTo(RefusalReason.ForeignContract));
    }

    private static DecodedTips Decode(params FakeTransaction[] transactions) => Decode(new FakeChain().Mine(transactions));

    private static DecodedTips Decode(FakeBlock block)
    {
        DecodedTips decoded = new();
        new TipDecoder(Sample.Settings).Decode(block.Observed, decoded);
        return decoded;
    }

    private static void AssertNothing(DecodedTips results)
    {
        Assert.That(results.Tips, Is.Empty);
        Assert.That(results.Refused, Is.Empty);
    }

    private static TestCaseData Case(string name, RefusalReason reason, params ChainLog[] logs) =>
        new TestCaseData(reason, logs).SetArgDisplayNames(name, reason.ToString());
}
