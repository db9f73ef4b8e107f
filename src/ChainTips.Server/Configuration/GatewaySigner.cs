using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Server.Configuration;

/// <summary>Who signs this gateway's receipts.</summary>
internal sealed class GatewaySigner(PrivateKey key)
{
    /// <summary>The key. It is secret.</summary>
    public PrivateKey Key { get; } = key;

    /// <summary>The address that the receipts name.</summary>
    public Address Address { get; } = key.Address;
}
