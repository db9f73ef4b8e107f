using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Primitives;
using ChainTips.Tips;

namespace ChainTips.Server.Tests.Running;

/// <summary>What a call of the tipping contract writes into its receipt.</summary>
internal sealed record ScriptedTip(Hash32 Reference, UInt128 Amount)
{
    public Address Payee { get; init; } = LocalChain.Payee;

    public Address Token { get; init; } = LocalChain.Token;

    /// <summary>The token's <c>Transfer</c>, then the contract's <c>TipSent</c>.</summary>
    public IReadOnlyList<ChainLog> Logs()
    {
        UInt256 amount = Amount;
        return
        [
            new ChainLog(
                Token,
                [AbiSignature.Topic("Transfer(address,address,uint256)"), Word(LocalChain.Payer), Word(Payee)],
                new AbiWriter().Write(amount).ToArray(),
                0),
            new ChainLog(
                LocalChain.Router,
                [TipSent.Topic, Reference, Word(LocalChain.Payer), Word(Payee)],
                new AbiWriter().Write(Token).Write(amount).Write(UInt256.Zero).ToArray(),
                1),
        ];
    }

    private static Hash32 Word(Address address) => Hash32.FromBytes(new AbiWriter().Write(address).ToArray());
}
