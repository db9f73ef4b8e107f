using ChainTips.Chain;
using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Primitives;
using ChainTips.Money;
using ChainTips.PaymentRequests;
using ChainTips.Testing;
using ChainTips.Tips;

namespace ChainTips.Tests.PaymentRequests;

/// <summary>Calldata as the library of the contracts' own tests encodes it, and the logs that the contract really made.</summary>
internal sealed class TipCallsTests
{
    private static readonly AbiFunction Many = AbiFunction.Parse("tipMany(address token,(address payee,uint256 amount,bytes32 paymentReference)[] tips)");

    private static IEnumerable<RouterVectors.CallVector> Calls => RouterVectors.Committed.Calls;

    private static IEnumerable<RouterVectors.CallVector> Signed => Calls.Where(call => call.Signatures.Count == 1);

    [TestCaseSource(nameof(Signed))]
    [Description("The terms hash to the same word on the chain, and their call is the same bytes")]
    public void A_signature_for_terms_becomes_the_call_that_the_contract_took(RouterVectors.CallVector call)
    {
        RouterVectors.SignedTerms signed = call.Signatures[0];
        PaymentTerms terms = signed.Terms.ToTerms();
        Address payer = Address.Parse(signed.Payer);
        byte[] signature = Hex.Parse(signed.Signature);

        byte[] data = call.Function == "tipWithPermit2"
            ? TipCalls.Permitted2(terms, payer, UInt256.Parse(signed.TypedData.GetProperty("message").GetProperty("nonce").GetString()!), signature)
            : TipCalls.Authorized(terms, payer, signature);

        Assert.That(Hex.Format(data), Is.EqualTo(call.Calldata));
        Assert.That(terms.Hash().ToString(), Is.EqualTo(signed.TermsHash));
        string total = call.Function == "tipWithPermit2"
            ? signed.TypedData.GetProperty("message").GetProperty("permitted").GetProperty("amount").GetString()!
            : signed.TypedData.GetProperty("message").GetProperty("value").GetString()!;
        Assert.That(terms.Total.ToString(System.Globalization.CultureInfo.InvariantCulture), Is.EqualTo(total));
        Assert.That(terms.FirstReceiver, Is.EqualTo(terms.Router));
    }

    [Test]
    public void Several_payees_are_tipped_out_of_an_allowance_or_a_permit()
    {
        RouterVectors.CallVector many = Calls.Single(call => call.Function == "tipMany");
        RouterVectors.CallVector permitted = Calls.Single(call => call.Function == "tipManyWithPermit");
        Address token = Address.Parse(RouterVectors.Committed.Token);
        byte[] calldata = Hex.Parse(permitted.Calldata);
        UInt256 deadline = UInt256.FromBigEndian(calldata.AsSpan(4 + 64, 32));
        byte[] signature = [.. calldata.AsSpan(4 + 128, 64), calldata[4 + 127]];

        Assert.That(Hex.Format(TipCalls.Tip(token, PartsOf(many, 0))), Is.EqualTo(many.Calldata));
        Assert.That(Hex.Format(TipCalls.TipWithPermit(token, PartsOf(permitted, 128), deadline, signature)), Is.EqualTo(permitted.Calldata));
        signature[64] -= 27;
        Assert.That(
            Hex.Format(TipCalls.TipWithPermit(token, PartsOf(permitted, 128), deadline, signature)), Is.EqualTo(permitted.Calldata),
            "a recovery id of 0 or 1 is written as the token takes it");
    }

    [TestCase(0)]
    [TestCase(64)]
    [TestCase(66)]
    public void A_permit_has_a_signature_of_a_key(int length) => Assert.That(
        () => TipCalls.TipWithPermit(Sample.Usdc.Address, [new TipPart(Sample.Payee, 1, Hash32.Zero)], UInt256.Zero, new byte[length]),
        Throws.ArgumentException.With.Message.Contains($"{length}"));

    [TestCaseSource(nameof(Calls))]
    public void The_logs_of_the_contract_are_read_as_its_tips(RouterVectors.CallVector call)
    {
        RouterVectors vectors = RouterVectors.Committed;
        Token token = new(Sample.ChainId, Address.Parse(vectors.Token), "USDC", 6);
        ChainSettings settings = Sample.Settings with { Router = Address.Parse(vectors.Router), Tokens = [new AllowedToken(token, "USD Coin", "2")] };
        DecodedTips decoded = new();

        FakeBlock block = new FakeChain().Mine(FakeTransaction.Of(call.Name, call.ToLogs()));
        new TipDecoder(settings).Decode(block.Observed with { Receipts = block.Receipts }, decoded);

        if (call.Function == "tipWithAuthorizations")
        {
            AssertIsAsIfSentToTheToken(call, decoded);
            return;
        }

        TipSent[] stated = [.. call.ToLogs().Where(log => log.Topics[0] == TipSent.Topic).Select(TipSent.Decode).OfType<TipSent>()];
        Assert.That(stated, Is.Not.Empty);
        Assert.That(
            decoded.Tips.Select(tip => (tip.PaymentReference, tip.Payer, tip.Payee, (UInt256)tip.Amount.BaseUnits, (UInt256)(tip.Fee?.BaseUnits ?? 0))),
            Is.EqualTo(stated.Select(tip => (tip.PaymentReference, tip.Payer, tip.Payee, tip.Amount, tip.Fee))));
        Assert.That(decoded.Refused.Select(refused => refused.Reason), Is.All.EqualTo(RefusalReason.PayeeFailed));
        Assert.That(decoded.Refused, Has.Count.EqualTo(call.ToLogs().Count(log => log.Topics[0] == TipFailed.Topic)));
        Assert.That(decoded.Loose, Is.Empty);
        bool feeArrived = !call.ToLogs().Any(log => log.Topics[0] == AbiSignature.Topic("FeeFailed(address,address,address,uint256)"));
        Address? receiver = feeArrived && call.Signatures is [RouterVectors.SignedTerms one] ? Address.Parse(one.Terms.FeeReceiver) : null;
        Assert.That(decoded.Tips.Select(tip => tip.Fee).OfType<TipFee>().Select(fee => fee.Receiver), Is.All.EqualTo(receiver));
    }

    private static void AssertIsAsIfSentToTheToken(RouterVectors.CallVector call, DecodedTips decoded)
    {
        Assert.That(decoded.Tips, Is.Empty);
        Assert.That(decoded.Loose, Is.Not.Empty);
        foreach (LooseTransfer transfer in decoded.Loose)
        {
            PaymentTerms terms = call.Signatures.Single(signed => Hash32.Parse(signed.TermsHash) == transfer.Nonce).Terms.ToTerms();
            Assert.That((transfer.To, (UInt256)transfer.Amount.BaseUnits), Is.EqualTo((terms.Payees.Single(), terms.Amounts.Single())));
        }
    }

    /// <summary>The tips in calldata, whose list is the second argument.</summary>
    private static TipPart[] PartsOf(RouterVectors.CallVector call, int further)
    {
        byte[] data = Hex.Parse(call.Calldata);

        // Only the head differs: of other calls with a list as second argument the words between are left out, and the list's offset with them.
        byte[] head = [.. Many.Selector.Span, .. data.AsSpan(4, 32), .. new byte[31], 64, .. data.AsSpan(4 + 64 + further)];
        Assert.That(Many.TryDecodeCall(head, out IReadOnlyList<AbiValue>? values, out _), Is.True);
        return
        [
            .. ((AbiValue.List)values![1]).Items.Cast<AbiValue.List>().Select(tip => new TipPart(
                ((AbiValue.Account)tip.Items[0]).Value,
                (UInt128)((AbiValue.Number)tip.Items[1]).Value,
                Hash32.FromBytes(((AbiValue.Bytes)tip.Items[2]).Value.Span))),
        ];
    }
}
