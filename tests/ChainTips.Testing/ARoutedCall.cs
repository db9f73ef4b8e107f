using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Testing;

/// <summary>A call of the tipping contract that takes the money first and pays it out itself, as with a payer's signature: its logs.</summary>
public sealed record ARoutedCall
{
    public static readonly Address FeeReceiver = Sample.AddressOf("fee receiver");

    public static readonly Hash32 TipFailedTopic =
        Keccak256.HashUtf8("TipFailed(bytes32,address,address,address,uint256)");

    public required IReadOnlyList<ATip> Tips { get; init; }

    /// <summary>Whom it could not pay; they stand behind the others.</summary>
    public IReadOnlyList<ATip> Failed { get; init; } = [];

    public Address Receiver { get; init; } = FeeReceiver;

    public static ARoutedCall Of(params ATip[] tips) => new() { Tips = tips };

    /// <summary>The log of a payee who could not be paid.</summary>
    public static ChainLog FailedLog(ATip tip) => ALog.Of(
        tip.Emitter,
        [TipFailedTopic, tip.Reference, ALog.TopicOf(tip.Payer), ALog.TopicOf(tip.Payee)],
        new AbiWriter().Write(tip.Token).Write(tip.Amount).ToArray());

    /// <summary>The logs in the order in which the contract makes them: what is taken, each tip, the fee of all, what goes back.</summary>
    public ChainLog[] Logs()
    {
        ATip any = Tips[0];
        UInt128 paid = Sum(Tips, tip => tip.Amount);
        UInt128 back = Sum(Failed, tip => tip.Amount);
        UInt128 fee = Sum(Tips, tip => tip.Fee);
        List<ChainLog> logs = [ALog.Transfer(any.Token, any.Payer, Sample.Router, paid + back + fee)];
        foreach (ATip tip in Tips)
        {
            logs.Add(ALog.Transfer(tip.Token, Sample.Router, tip.Payee, tip.Amount));
            logs.Add(tip.TipLog());
        }

        logs.AddRange(Failed.Select(FailedLog));
        if (fee > 0)
        {
            logs.Add(ALog.Transfer(any.Token, Sample.Router, Receiver, fee));
        }

        if (back > 0)
        {
            logs.Add(ALog.Transfer(any.Token, Sample.Router, any.Payer, back));
        }

        return [.. logs];
    }

    private static UInt128 Sum(IReadOnlyList<ATip> tips, Func<ATip, UInt256> amount) => tips.Aggregate(
        UInt128.Zero, (sum, tip) => amount(tip).TryToUInt128(out UInt128 part) ? sum + part : throw new ArgumentException("An amount is too large.", nameof(tips)));
}
