using System.Text.Json;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ledger;
using ChainTips.Matching;
using ChainTips.Money;
using ChainTips.PaymentRequests;
using ChainTips.Posts;
using ChainTips.Receipts;
using ChainTips.Testing;
using ChainTips.Tips;

namespace ChainTips.Tests.Receipts;

internal sealed class ReceiptDocumentTests
{
    private static readonly Creator Ada = Given.Creator(Given.PlatformId);
    private static readonly Post First = Given.Post(Ada);
    private static readonly DateTimeOffset IssuedAt = new(2026, 7, 8, 9, 10, 11, 123, TimeSpan.Zero);

    [Test]
    public void Its_logs_are_those_that_the_chain_has()
    {
        TokenAmount amount = new(UInt128.MaxValue - 6, Sample.Dai);
        ATip sent = ATip.For(First).Of(amount.BaseUnits, Sample.Dai);
        FakeTransaction transaction = FakeTransaction.Of("tip", ALog.Of(Sample.Stranger, [], []), sent.TransferLog(), sent.TipLog());

        ReceiptDocument document = DocumentOf(OfPost(), Decode(transaction));

        AssertIsLog(document.Log!, transaction.Logs[2], transaction.Hash);
        AssertIsLog(document.Transfer, transaction.Logs[1], transaction.Hash);
    }

    [Test]
    public void The_preimage_gives_the_reference_that_is_on_the_chain()
    {
        ReceiptPreimage preimage = DocumentOf(OfPost(), Given.Usdc(5)).ReferencePreimage;

        byte[] idHash = Keccak256.HashUtf8(preimage.Id).ToArray();
        Hash32 reference = Keccak256.Hash([.. idHash, .. Hash32.Parse(preimage.Salt).ToArray()]);
        Assert.That(preimage.Id, Is.EqualTo(First.Id.ToString()));
        Assert.That(preimage.IdHash, Is.EqualTo(Hex.Format(idHash)));
        Assert.That(preimage.PaymentReference, Is.EqualTo(reference.ToString()));
        Assert.That(DocumentOf(OfPost(), Given.Usdc(5)).Log!.Topics[1], Is.EqualTo(reference.ToString()));
    }

    [Test]
    public void The_terms_of_a_post_name_no_request()
    {
        ReceiptTerms terms = DocumentOf(OfPost(), Given.Usdc(5_000_000)).Terms;

        ReceiptTerms expected = new(
            Sample.ChainId, Sample.Router.ToString(), Sample.Usdc.Address.ToString(), "USDC", 6, "5000000",
            Sample.Payer.ToString(), Sample.Payee.ToString(), Ada.Id.ToString(), First.Id.ToString(), null);
        Assert.That(terms, Is.EqualTo(expected));
    }

    [Test]
    public void The_terms_of_a_request_name_it()
    {
        PaymentRequest request = Given.Request(Ada, new AskedAmount.Fixed(5));

        ReceiptTerms terms = DocumentOf(new PaymentSubject.OfRequest(request), Given.Usdc(5)).Terms;

        Assert.That(terms.PaymentRequest, Is.EqualTo(request.Id.ToString()));
        Assert.That(terms.Post, Is.Null);
    }

    [Test]
    public void The_terms_of_a_request_for_a_post_name_both()
    {
        PaymentRequest request = Given.Request(Ada, new AskedAmount.Fixed(5), post: First);

        ReceiptTerms terms = DocumentOf(new PaymentSubject.OfRequest(request), Given.Usdc(5)).Terms;

        Assert.That(terms.PaymentRequest, Is.EqualTo(request.Id.ToString()));
        Assert.That(terms.Post, Is.EqualTo(First.Id.ToString()));
    }

    [Test]
    public void Amounts_are_strings_and_times_are_RFC_3339()
    {
        using JsonDocument json = JsonSerializer.SerializeToDocument(
            DocumentOf(OfPost(), new TokenAmount(UInt128.MaxValue, Sample.Dai)), JsonSerializerOptions.Web);

        JsonElement root = json.RootElement;
        Assert.That(root.GetProperty("status").GetString(), Is.EqualTo("settled"));
        Assert.That(root.GetProperty("issuedAt").GetString(), Is.EqualTo("2026-07-08T09:10:11.123+00:00"));
        Assert.That(root.GetProperty("terms").GetProperty("amount").GetString(), Is.EqualTo("340282366920938463463374607431768211455"));
        Assert.That(root.GetProperty("block").GetProperty("timestamp").GetString(), Is.EqualTo("2026-01-02T03:04:07+00:00"));
    }

    [Test]
    public void The_block_is_the_one_that_holds_the_payment()
    {
        FakeBlock block = new FakeChain().Mine(ATip.For(First).Sent("tip"));

        ReceiptBlock stated = DocumentOf(OfPost(), Given.Usdc(1_000_000)).Block;

        Assert.That(stated, Is.EqualTo(new ReceiptBlock(
            1, block.Ref.Hash.ToString(), block.Ref.ParentHash.ToString(), block.Time)));
    }

    private static PaymentSubject.OfPost OfPost() => new(First, Ada.Address);

    private static Tip Decode(FakeTransaction transaction) => new FakeChain().Mine(transaction).DecodeTip();

    private static ReceiptDocument DocumentOf(PaymentSubject subject, TokenAmount amount) => DocumentOf(
        subject, Decode(ATip.For(subject.Reference.Value).Of(amount.BaseUnits, amount.Token).Sent("tip")));

    private static ReceiptDocument DocumentOf(PaymentSubject subject, Tip tip)
    {
        Payment payment = Given.Payment(tip, subject);
        return ReceiptDocument.Of(Given.IdOf<Receipt>("receipt"), payment, IssuedAt);
    }

    private static void AssertIsLog(ReceiptLog stated, ChainLog log, Hash32 transactionHash)
    {
        Assert.That(stated.Address, Is.EqualTo(log.Address.ToString()));
        Assert.That(stated.Topics, Is.EqualTo(log.Topics.Select(topic => topic.ToString())));
        Assert.That(stated.Data, Is.EqualTo(Hex.Format(log.Data.Span)));
        Assert.That(stated.TransactionHash, Is.EqualTo(transactionHash.ToString()));
        Assert.That(stated.Position, Is.EqualTo(log.Position));
    }
}
