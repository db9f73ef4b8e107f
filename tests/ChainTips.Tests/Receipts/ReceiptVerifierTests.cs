using System.Text;
using System.Text.Json;
using ChainTips.Chain;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Proofs;
using ChainTips.Ledger;
using ChainTips.Matching;
using ChainTips.PaymentRequests;
using ChainTips.Posts;
using ChainTips.Receipts;
using ChainTips.Testing;
using ChainTips.Tips;

namespace ChainTips.Tests.Receipts;

internal sealed class ReceiptVerifierTests
{
    private static readonly DateTimeOffset IssuedAt = new(2026, 7, 8, 9, 10, 11, 123, TimeSpan.Zero);

    private static readonly string[] AllChecks =
        ["format", "signature", "x402 signatures", "payment reference", "terms", "header", "receipts root and logs"];

    [Test]
    public void A_receipt_with_its_proof_holds_in_every_check()
    {
        IReadOnlyList<ReceiptCheck> checks = ReceiptVerifier.Verify(Sign().ToJson(), Given.Key.Address, out SignedReceipt? receipt);

        Assert.That(checks.Select(check => check.Name), Is.EqualTo(AllChecks));
        Assert.That(checks.Where(check => !check.Holds), Is.Empty);
        Assert.That(receipt!.Receipt.Terms.Amount, Is.EqualTo("5000000"));
    }

    [Test]
    public void A_receipt_without_a_proof_is_checked_as_far_as_it_goes()
    {
        SignedReceipt receipt = Sign();
        string json = SignedReceipt.Sign(receipt.Receipt, null, receipt.X402, Given.Key).ToJson();

        IReadOnlyList<ReceiptCheck> checks = ReceiptVerifier.Verify(json, null, out _);

        Assert.That(checks.Select(check => check.Name), Is.EqualTo(AllChecks.SkipLast(2)));
        Assert.That(checks.Where(check => !check.Holds), Is.Empty);
    }

    [Test]
    public void Each_single_changed_byte_is_found()
    {
        byte[] honest = Encoding.UTF8.GetBytes(Sign().ToJson());
        int step = int.Parse(Environment.GetEnvironmentVariable("CHAINTIPS_TEST_STEP") ?? "3", System.Globalization.CultureInfo.InvariantCulture);
        List<int> unnoticed = [];
        for (int i = 0; i < honest.Length; i += step)
        {
            byte[] changed = [.. honest];
            changed[i] ^= 1;
            if (ReceiptVerifier.Verify(Encoding.UTF8.GetString(changed), null, out _).All(check => check.Holds))
            {
                unnoticed.Add(i);
            }
        }

        Assert.That(unnoticed, Is.Empty);
    }

    [Test]
    [Category("Fuzz")]
    public void Hostile_text_is_refused_or_the_receipt_in_its_one_form() =>
        Fuzz.Text("receipt (JSON)", Samples(), new Allowance(120_000, 60), text =>
        {
            try
            {
                return Fuzz.AcceptedIf(SignedReceipt.Parse(text).ToJson() == text);
            }
            catch (JsonException error)
            {
                return Fuzz.RefusedIf(error.Message.Length > 0);
            }
        });

    [Test]
    [Category("Fuzz")]
    public void Hostile_text_is_checked_and_holds_only_as_it_was_signed()
    {
        string[] samples = Samples();
        Fuzz.Text(
            "receipt, checked",
            samples,
            new Allowance(2_000_000, 60),
            text => ReceiptVerifier.Verify(text, Given.Key.Address, out _).All(check => check.Holds)
                ? Fuzz.AcceptedIf(samples.Contains(text))
                : Fuzz.RefusedIf(!samples.Contains(text)),
            cost: 10);
    }

    [Test]
    public void A_receipt_of_another_gateway_is_refused_where_the_signer_is_known()
    {
        SignedReceipt honest = Sign();
        string forged = SignedReceipt.Sign(honest.Receipt, honest.Proof, X402Artifacts.Of(PaymentOf(out _), IssuedAt, Given.AnotherKey), Given.AnotherKey).ToJson();

        Assert.That(ReceiptVerifier.Verify(forged, null, out _).Where(check => !check.Holds), Is.Empty);
        Assert.That(Failed(forged, Given.Key.Address), Is.EqualTo(new[] { "signature" }));
    }

    [Test]
    public void Whoever_signs_cannot_state_what_the_chain_does_not_show()
    {
        SignedReceipt honest = Sign();
        ReceiptDocument stated = honest.Receipt;

        Assert.That(Resigned(stated with { Terms = stated.Terms with { Amount = "5000001" } }), Is.EqualTo(new[] { "terms" }));
        Assert.That(Resigned(stated with { Terms = stated.Terms with { PaymentRequest = null } }), Does.Contain("payment reference"));
        Assert.That(Resigned(stated with { Log = stated.Log! with { Position = 2 } }), Does.Contain("receipts root and logs"));
        Assert.That(Resigned(stated with { Block = stated.Block with { Number = 7 } }), Is.EqualTo(new[] { "header" }));
        Assert.That(
            Resigned(stated with { ReferencePreimage = stated.ReferencePreimage with { Salt = Hash32.Zero.ToString() } }),
            Is.EqualTo(new[] { "payment reference" }));

        string[] Resigned(ReceiptDocument changed) =>
            [.. Failed(SignedReceipt.Sign(changed, honest.Proof, honest.X402, Given.Key).ToJson(), null)];
    }

    [Test]
    public void A_receipt_with_the_proof_of_another_transaction_is_refused()
    {
        SignedReceipt honest = Sign();
        ReceiptProof another = honest.Proof! with { TransactionIndex = 0 };

        Assert.That(Failed(SignedReceipt.Sign(honest.Receipt, another, honest.X402, Given.Key).ToJson(), null), Is.EqualTo(new[] { "receipts root and logs" }));
    }

    [TestCase("")]
    [TestCase("{}")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("{\"receipt\":\"\ud800\"}", Description = "half of a surrogate pair")]
    [TestCase("{\"receipt\":\"\\ud800\"}", Description = "the same escaped")]
    public void A_text_that_is_no_receipt_fails_the_first_check(string text)
    {
        IReadOnlyList<ReceiptCheck> checks = ReceiptVerifier.Verify(text, null, out SignedReceipt? receipt);

        Assert.That(checks.Select(check => (check.Name, check.Holds)), Is.EqualTo(new[] { ("format", false) }));
        Assert.That(receipt, Is.Null);
    }

    [Test]
    [Description("Computed by hand from the types that x402's offer-and-receipt extension publishes")]
    public void The_x402_receipt_has_the_types_of_the_extension()
    {
        X402Receipt receipt = new(1, "eip155:8453", "https://example.org/a", Sample.Payer.ToString(), 1_700_000_000, "");
        string typedData = $$$"""
            {"types":{"EIP712Domain":[{"name":"name","type":"string"},{"name":"version","type":"string"},{"name":"chainId","type":"uint256"}],
            "Receipt":[{"name":"version","type":"uint256"},{"name":"network","type":"string"},{"name":"resourceUrl","type":"string"},
            {"name":"payer","type":"string"},{"name":"issuedAt","type":"uint256"},{"name":"transaction","type":"string"}]},
            "primaryType":"Receipt","domain":{"name":"x402 receipt","version":"1","chainId":1},
            "message":{"version":1,"network":"eip155:8453","resourceUrl":"https://example.org/a","payer":"{{{Sample.Payer}}}","issuedAt":1700000000,"transaction":""}}
            """;

        Assert.That(receipt.Digest(), Is.EqualTo(ChainTips.Ethereum.TypedData.TypedMessage.Parse(typedData).Digest));
    }

    private static IEnumerable<string> Failed(string json, Address? signer) =>
        ReceiptVerifier.Verify(json, signer, out _).Where(check => !check.Holds).Select(check => check.Name);

    /// <summary>A receipt with its proof, and the same without.</summary>
    private static string[] Samples()
    {
        SignedReceipt whole = Sign();
        return [whole.ToJson(), SignedReceipt.Sign(whole.Receipt, null, whole.X402, Given.Key).ToJson()];
    }

    private static SignedReceipt Sign()
    {
        Payment payment = PaymentOf(out InclusionEvidence evidence);
        return SignedReceipt.Sign(
            ReceiptDocument.Of(Given.IdOf<Receipt>("receipt"), payment, IssuedAt),
            ReceiptProof.Of(evidence),
            X402Artifacts.Of(payment, IssuedAt, Given.Key),
            Given.Key);
    }

    /// <summary>A payment in the second of three transactions of a block with a real header and a real receipts trie.</summary>
    private static Payment PaymentOf(out InclusionEvidence evidence)
    {
        Creator creator = Given.Creator(Given.PlatformId);
        PaymentSubject subject = new PaymentSubject.OfRequest(Given.Request(creator, new AskedAmount.Fixed(5_000_000)));
        FakeTransaction sent = ATip.For(subject.Reference.Value).Of(5_000_000).Sent("tip");
        FakeBlock block = new FakeChain().Mine(FakeTransaction.Of("before"), sent, FakeTransaction.Of("after"));
        Tip tip = block.DecodeTip();
        ConsensusReceipt[] receipts =
        [
            .. block.Receipts.Select((receipt, index) => new ConsensusReceipt
            {
                Type = 2,
                Succeeded = true,
                CumulativeGasUsed = 50_000 * (ulong)(index + 1),
                Logs = receipt.Logs,
            }),
        ];
        ConsensusHeader header = HeaderOf(block, BlockReceipts.Root(receipts));
        evidence = new InclusionEvidence(header.Encode(), 1, BlockReceipts.Prove(receipts, 1));
        return Given.Payment(tip with { Block = tip.Block with { Hash = header.ComputeHash() } }, subject);
    }

    private static ConsensusHeader HeaderOf(FakeBlock block, Hash32 receiptsRoot) => new()
    {
        ParentHash = block.Ref.ParentHash,
        UnclesHash = Hash32.Zero,
        Beneficiary = Address.Zero,
        StateRoot = Hash32.Zero,
        TransactionsRoot = Hash32.Zero,
        ReceiptsRoot = receiptsRoot,
        LogsBloom = LogsBloom.Of(block.Receipts.SelectMany(receipt => receipt.Logs)),
        Difficulty = UInt256.Zero,
        Number = block.Number,
        GasLimit = 30_000_000,
        GasUsed = 150_000,
        Timestamp = (ulong)block.Time.ToUnixTimeSeconds(),
        ExtraData = ReadOnlyMemory<byte>.Empty,
        MixHash = Hash32.Zero,
        Nonce = 0,
    };
}
