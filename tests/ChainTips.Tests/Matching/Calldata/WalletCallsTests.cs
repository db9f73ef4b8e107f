using ChainTips.Chain;
using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Primitives;
using ChainTips.Matching.Calldata;
using ChainTips.Testing;

namespace ChainTips.Tests.Matching.Calldata;

internal sealed class WalletCallsTests
{
    private static readonly Address Wallet = Sample.AddressOf("wallet");
    private static readonly Address Another = Sample.AddressOf("another wallet");
    private static readonly WalletCall Call = new(Sample.Usdc.Address, ACall.Transfer(Sample.Payee, 5UL, Sample.HashOf("reference")));
    private static readonly WalletCall Second = new(Sample.Dai.Address, [1, 2, 3]);

    private static IEnumerable<string> SingleShapes => ACall.Once.Keys;

    private static IEnumerable<string> BatchShapes => ACall.Batches.Keys;

    private static IEnumerable<TestCaseData> EntryPoints => ACall.Operations.Keys.SelectMany(
        _ => Sample.Settings.EntryPoints, (shape, entryPoint) => new TestCaseData(shape, entryPoint));

    [Test]
    public void A_call_of_the_sender_is_the_first()
    {
        ActedCall call = WalletCalls.Read(new TransactionCall(Sample.Payer, Call.Target, Call.Input), []).Single();

        Assert.That((call.Actor, call.Target), Is.EqualTo((Sample.Payer, Call.Target)));
        Assert.That(call.Input.ToArray(), Is.EqualTo(Call.Input));
    }

    [TestCaseSource(nameof(SingleShapes))]
    public void What_a_smart_wallet_is_asked_to_call_is_read(string shape) => AssertRead(ACall.Once[shape](Call), [Call]);

    [TestCaseSource(nameof(BatchShapes))]
    public void What_a_smart_wallet_is_asked_to_call_in_a_batch_is_read_in_order(string shape)
    {
        AssertRead(ACall.Batches[shape]([Call, Second, Call]), [Call, Second, Call]);
        AssertRead(ACall.Batches[shape]([]), []);
    }

    [TestCaseSource(nameof(SingleShapes))]
    [TestCaseSource(nameof(BatchShapes))]
    [Description("Wallets and apps write their own marks behind the outer call too")]
    public void Something_behind_the_call_to_the_wallet_changes_nothing(string shape)
    {
        byte[] input = ACall.Once.TryGetValue(shape, out Func<WalletCall, byte[]>? make) ? make(Call) : ACall.Batches[shape]([Call]);

        AssertRead([.. input, .. CalldataSuffix.Write(Sample.HashOf("of somebody else"))], [Call]);
    }

    [TestCaseSource(nameof(EntryPoints))]
    public void User_operations_are_read_from_the_well_known_entry_points(string shape, Address entryPoint)
    {
        byte[] input = ACall.Operations[shape](
        [
            (Wallet, ACall.Once["execute(address,uint256,bytes)"](Call)),
            (Another, ACall.Batches["executeBatch(address[],bytes[])"]([Second, Call])),
        ]);

        IReadOnlyList<ActedCall> calls = Read(entryPoint, input);

        Assert.That(
            calls.Skip(1).Select(call => (call.Actor, call.Target)),
            Is.EqualTo(new[] { (Wallet, Call.Target), (Another, Second.Target), (Another, Call.Target) }));
    }

    [Test]
    [Description("Any contract can be shown operations that it does not execute")]
    public void User_operations_of_another_contract_are_not_believed()
    {
        foreach (Func<(Address, byte[])[], byte[]> make in ACall.Operations.Values)
        {
            byte[] input = make([(Wallet, ACall.Once["execute(address,uint256,bytes)"](Call))]);

            Assert.That(Read(Sample.Stranger, input), Has.Count.EqualTo(1));
        }
    }

    [Test]
    public void An_entry_point_is_no_wallet() => Assert.That(
        Read(Sample.Settings.EntryPoints[0], ACall.Once["execute(address,uint256,bytes)"](Call)), Has.Count.EqualTo(1));

    [Test]
    [Description("Operation 1 runs foreign code as the wallet: what it calls is not seen")]
    public void A_Safe_that_runs_foreign_code_is_passed_over() => AssertRead(ACall.Safe(Call, operation: 1), []);

    [TestCase(2)]
    [TestCase(0xfe, Description = "ERC-7579: static call")]
    [TestCase(0xff, Description = "ERC-7579: foreign code")]
    public void A_mode_that_is_not_known_is_passed_over(int callType) =>
        AssertRead(ACall.ByMode((byte)callType, [.. Call.Target.ToArray(), .. new byte[32], .. Call.Input]), []);

    [TestCase(0)]
    [TestCase(51)]
    public void A_packed_call_that_ends_too_early_is_passed_over(int length) => AssertRead(ACall.ByMode(0, new byte[length]), []);

    [Test]
    public void Arrays_of_different_length_give_what_both_have()
    {
        byte[] input = AbiFunction.Parse("executeBatch(address[],bytes[])").EncodeCall(
        [
            new AbiValue.List([new AbiValue.Account(Call.Target), new AbiValue.Account(Second.Target)]),
            new AbiValue.List([new AbiValue.Bytes(Call.Input)]),
        ]);

        AssertRead(input, [Call]);
    }

    [Test]
    public void A_wallet_within_a_wallet_is_passed_over()
    {
        byte[] inner = ACall.Once["execute(address,uint256,bytes)"](Call);

        AssertRead(ACall.Once["execute(address,uint256,bytes)"](new WalletCall(Another, inner)), [new WalletCall(Another, inner)]);
    }

    [TestCase(WalletCalls.Most - 1, WalletCalls.Most)]
    [TestCase(WalletCalls.Most, WalletCalls.Most)]
    [TestCase(4 * WalletCalls.Most, WalletCalls.Most)]
    public void No_more_than_a_thousand_calls_are_looked_at(int asked, int read)
    {
        byte[] input = ACall.Batches["executeBatch(address[],bytes[])"]([.. Enumerable.Repeat(Second, asked)]);

        Assert.That(Read(Wallet, input), Has.Count.EqualTo(read));
    }

    [Test]
    public void Damaged_calldata_never_throws_and_says_only_what_a_wallet_could_be_asked()
    {
        byte[][] samples =
        [
            .. ACall.Once.Values.Select(make => make(Call)),
            .. ACall.Batches.Values.Select(make => make([Call, Second])),
            .. ACall.Operations.Values.Select(make => make([(Wallet, ACall.Once["execute(address,uint256,bytes)"](Call))])),
        ];

        foreach (Address to in new[] { Wallet, Sample.Settings.EntryPoints[1] })
        {
            Fuzz.Bytes("wallet calls", samples, new Allowance(64 * 1024, 400), input =>
            {
                IReadOnlyList<ActedCall> calls = Read(to, input);
                bool isSound = calls.Count is > 0 and <= WalletCalls.Most && calls[0].Input.Span.SequenceEqual(input);
                return calls.Count > 1 ? Fuzz.AcceptedIf(isSound) : Fuzz.RefusedIf(isSound);
            });
        }
    }

    private static void AssertRead(byte[] input, IReadOnlyList<WalletCall> expected)
    {
        IReadOnlyList<ActedCall> calls = Read(Wallet, input);

        Assert.That((calls[0].Actor, calls[0].Target), Is.EqualTo((Sample.Stranger, Wallet)));
        Assert.That(calls.Skip(1).Select(call => (call.Actor, call.Target)), Is.EqualTo(expected.Select(call => (Wallet, call.Target))));
        Assert.That(calls.Skip(1).Select(call => call.Input.ToArray()), Is.EqualTo(expected.Select(call => call.Input)));
    }

    private static IReadOnlyList<ActedCall> Read(Address to, byte[] input) =>
        WalletCalls.Read(new TransactionCall(Sample.Stranger, to, input), Sample.Settings.EntryPoints);
}
