using ChainTips.Ethereum.Crypto;
using ChainTips.Relaying;

namespace ChainTips.Server.Configuration;

/// <summary>A relayer that is configured without fault.</summary>
/// <param name="Key">The key that pays the gas. It is secret.</param>
/// <param name="Settings">How relaying is done.</param>
/// <param name="ChecksPerSecond">How many authorizations of a platform are checked within a second.</param>
internal sealed record RelayerSettings(PrivateKey Key, RelaySettings Settings, int ChecksPerSecond)
{
    /// <summary>Says who pays, and nothing of the key.</summary>
    public override string ToString() => $"{nameof(RelayerSettings)} of {Key.Address}";
}
