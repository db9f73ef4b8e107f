using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Matching;
using ChainTips.Matching.Calldata;
using ChainTips.PaymentRequests;
using ChainTips.Testing;
using ChainTips.Tips;

namespace ChainTips.Tests.Matching.Calldata;

/// <summary>The calldata rung with what smart wallets are asked to do: a payment counts only for the wallet whose money moved.</summary>
internal sealed class SmartWalletTests
{
    private static readonly Address Wallet = Sample.AddressOf("wallet");
    private static readonly PaymentRequest Request = Given.Request(Given.Creator(Given.PlatformId), new AskedAmount.Fixed(5));
    private static readonly WalletCall Call = new(Sample.Usdc.Address, ACall.Transfer(Sample.Payee, 5UL, Request.Reference.Value));

    private static IEnumerable<TestCaseData> Ways
    {
        get
        {
            foreach ((string name, Func<WalletCall, byte[]> make) in ACall.Once)
            {
                yield return Way(name, Wallet, make(Call));
            }

            foreach ((string name, Func<WalletCall[], byte[]> make) in ACall.Batches)
            {
                yield return Way(name, Wallet, make([new WalletCall(Sample.Stranger, []), Call]));
            }

            foreach ((string name, Func<(Address, byte[])[], byte[]> make) in ACall.Operations)
            {
                byte[] input = make([(Wallet, ACall.Once["execute(address,uint256,bytes)"](Call))]);
                yield return Way(name, Sample.Settings.EntryPoints[1], input);
            }
        }
    }

    [TestCaseSource(nameof(Ways))]
    public void A_payment_of_a_smart_wallet_is_taken_whoever_sends_the_transaction(Address to, byte[] input)
    {
        RungVerdict.Takes taken = (RungVerdict.Takes)Judge(Wallet, to, input);

        Assert.That(taken.Kind, Is.EqualTo(PaymentKind.Payment));
        Assert.That(taken.Subject, Is.EqualTo(new PaymentSubject.OfRequest(Request)));
    }

    [TestCaseSource(nameof(Ways))]
    [Description("Bad input: a stranger's transfer wrapped with our suffix")]
    public void The_money_of_another_wallet_in_the_same_transaction_is_passed_over(Address to, byte[] input)
    {
        Assert.That(Judge(Sample.Payer, to, input), Is.TypeOf<RungVerdict.Passes>());
        Assert.That(Judge(Sample.Stranger, to, input), Is.TypeOf<RungVerdict.Passes>(), "the sender of the transaction");
    }

    [Test]
    public void A_fake_entry_point_is_passed_over()
    {
        foreach (Func<(Address, byte[])[], byte[]> make in ACall.Operations.Values)
        {
            byte[] input = make([(Wallet, ACall.Once["execute(address,uint256,bytes)"](Call))]);

            Assert.That(Judge(Wallet, Sample.AddressOf("fake entry point"), input), Is.TypeOf<RungVerdict.Passes>());
        }
    }

    [Test]
    [Description("EIP-7702: an account with code sends a batch to itself")]
    public void An_account_that_calls_itself_is_its_own_wallet()
    {
        byte[] input = ACall.Batches["executeBatch((address,uint256,bytes)[])"]([Call]);
        LooseTransfer transfer = (ATransfer.Of(5) with { Call = new TransactionCall(Sample.Payer, Sample.Payer, input) }).Loose();

        Assert.That(Judge(transfer), Is.TypeOf<RungVerdict.Takes>());
    }

    [Test]
    [Description("Four thousand calls and as many transfers in one transaction: it is read once, and the calls after the thousandth are not seen")]
    public void A_transaction_full_of_payments_is_read_once()
    {
        const int Count = 4 * WalletCalls.Most;
        WalletCall[] calls = [.. Enumerable.Range(1, Count).Select(
            i => new WalletCall(Sample.Usdc.Address, ACall.Transfer(Sample.Payee, (ulong)i, Request.Reference.Value)))];
        TransactionCall call = new(Sample.Stranger, Wallet, ACall.Batches["executeBatch((address,uint256,bytes)[])"](calls));
        FakeReferences book = new();
        book.Keep(Request);
        CalldataRung rung = new([]);
        MatchQuestions questions = new();

        int taken = 0;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 1; i <= Count; i++)
        {
            LooseTransfer transfer = (ATransfer.Of((UInt128)i) with { From = Wallet, Call = call }).Loose();
            rung.Collect(transfer, questions);
            taken += rung.Judge(transfer, book.Answer(questions)) is RungVerdict.Takes ? 1 : 0;
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        TestContext.Out.WriteLine($"{allocated / Count} bytes a transfer");
        Assert.That(taken, Is.EqualTo(WalletCalls.Most - 1), "the outermost call is the first of them");
        Assert.That(allocated / Count, Is.LessThan(20_000), "reading it anew takes more than a megabyte");
    }

    private static RungVerdict Judge(Address from, Address to, byte[] input) =>
        Judge((ATransfer.Of(5) with { From = from, Call = new TransactionCall(Sample.Stranger, to, input) }).Loose());

    private static RungVerdict Judge(LooseTransfer transfer)
    {
        FakeReferences book = new();
        book.Keep(Request);
        CalldataRung rung = new(Sample.Settings.EntryPoints);
        MatchQuestions questions = new();
        rung.Collect(transfer, questions);
        return rung.Judge(transfer, book.Answer(questions));
    }

    private static TestCaseData Way(string name, Address to, byte[] input) => new TestCaseData(to, input).SetArgDisplayNames(name);
}
