using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Testing;

/// <summary>What a smart wallet is asked to call.</summary>
/// <param name="Target">The contract.</param>
/// <param name="Input">The calldata.</param>
public sealed record WalletCall(Address Target, byte[] Input)
{
    internal AbiValue.Account TargetValue => new(Target);

    internal AbiValue.Bytes InputValue => new(Input);
}
