using System.Globalization;
using System.Numerics;
using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Primitives;
using ChainTips.PaymentRequests;

namespace ChainTips.Testing.Relaying;

/// <summary>The tipping contract's <c>tipWithAuthorizations</c>: each authorization goes straight to its payee and fails alone; the call fails if none is paid.</summary>
public static class FakeBatch
{
    private static readonly AbiFunction Declared = AbiFunction.Parse(
        "tipWithAuthorizations(address,(address,address,uint256,bytes32,uint256,bytes32,bytes)[])");

    private static readonly Hash32 FailedTopic = AbiSignature.Topic("AuthorizationFailed(address,bytes32,address)");

    /// <summary>Carries out the call.</summary>
    /// <returns>The logs; null with the reason where it reverts.</returns>
    public static (ChainLog[]? Logs, string? Revert) Run(FakeDollar dollar, Address router, ReadOnlyMemory<byte> data, ulong time)
    {
        if (!Declared.TryDecodeCall(data, out IReadOnlyList<AbiValue>? values, out _))
        {
            return (null, "unknown function");
        }

        List<ChainLog> logs = [];
        int paid = 0;
        foreach (IReadOnlyList<AbiValue> item in ((AbiValue.List)values[1]).Items.Select(item => ((AbiValue.List)item).Items))
        {
            (ChainLog[]? moved, FakeAuthorization call, Hash32 reference) = Pay(dollar, router, item, time);
            logs.AddRange(moved is null
                ? [ALog.Of(router, [FailedTopic, ALog.TopicOf(call.From), call.Nonce], new AbiWriter().Write(dollar.Address).ToArray())]
                : [.. moved, SentOf(router, dollar.Address, call, reference)]);
            paid += moved is null ? 0 : 1;
        }

        return paid > 0 ? ([.. logs], null) : (null, "NothingPaid");
    }

    private static (ChainLog[]? Logs, FakeAuthorization Call, Hash32 Reference) Pay(
        FakeDollar dollar, Address router, IReadOnlyList<AbiValue> item, ulong time)
    {
        Address payer = ((AbiValue.Account)item[0]).Value;
        Address payee = ((AbiValue.Account)item[1]).Value;
        UInt128 amount = (UInt128)((AbiValue.Number)item[2]).Value;
        Hash32 reference = WordOf(item[3]);
        BigInteger validBefore = ((AbiValue.Number)item[4]).Value;
        PaymentTerms terms = new(
            Sample.ChainId, router, dollar.Address, [payee], [amount], [reference], UInt256.Zero, Address.Zero,
            UInt256.Parse(validBefore.ToString(CultureInfo.InvariantCulture)), WordOf(item[5]));
        FakeAuthorization call = new(payer, payee, amount, 0, (ulong)validBefore, terms.Hash(), ((AbiValue.Bytes)item[6]).Value);
        return (dollar.Transfer(call, time).Logs, call, reference);
    }

    private static ChainLog SentOf(Address router, Address token, FakeAuthorization call, Hash32 reference) => ALog.Of(
        router,
        [ALog.TipSentTopic, reference, ALog.TopicOf(call.From), ALog.TopicOf(call.To)],
        new AbiWriter().Write(token).Write((UInt256)call.Value).Write(UInt256.Zero).ToArray());

    private static Hash32 WordOf(AbiValue value) => Hash32.FromBytes(((AbiValue.Bytes)value).Value.Span);
}
