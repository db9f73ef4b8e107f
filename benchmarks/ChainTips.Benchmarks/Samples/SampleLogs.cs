using ChainTips.Ethereum.Primitives;

namespace ChainTips.Benchmarks.Samples;

/// <summary>The two logs that a tip leaves, numbered so that no two tips are alike.</summary>
internal static class SampleLogs
{
    /// <summary>The tipping contract.</summary>
    public static readonly Address Router = Bytes.Account("router");

    /// <summary>The token that is paid with.</summary>
    public static readonly Address Token = Bytes.Account("token");

    /// <summary>The first topic of a <c>Transfer</c>.</summary>
    public static readonly Hash32 TransferTopic = Bytes.Word("Transfer(address,address,uint256)");

    /// <summary>The <c>Transfer</c> of a tip.</summary>
    public static ChainLog Transfer(int tip, int position) => new(
        Token,
        [TransferTopic, Bytes.Word(Payer(tip)), Bytes.Word(Payee(tip))],
        Bytes.Join(Amount(tip)),
        position);

    /// <summary>The <c>TipSent</c> of a tip.</summary>
    public static ChainLog TipSent(int tip, int position) => new(
        Router,
        [Tips.TipSent.Topic, Bytes.Word($"reference {tip}"), Bytes.Word(Payer(tip)), Bytes.Word(Payee(tip))],
        Bytes.Join(Bytes.Word(Token), Amount(tip), Hash32.Zero),
        position);

    private static Address Payer(int tip) => Bytes.Account($"payer {tip}");

    private static Address Payee(int tip) => Bytes.Account($"payee {tip}");

    private static Hash32 Amount(int tip) => Bytes.Word(1_000_000 + (ulong)tip);
}
