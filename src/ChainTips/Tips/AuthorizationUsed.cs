using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Tips;

/// <summary>The event of EIP-3009: <c>AuthorizationUsed(address indexed authorizer, bytes32 indexed nonce)</c>. It alone moves no money.</summary>
/// <param name="Authorizer">Who signed.</param>
/// <param name="Nonce">The 32 bytes that were signed beside the payment.</param>
public readonly record struct AuthorizationUsed(Address Authorizer, Hash32 Nonce)
{
    /// <summary>The first topic of every such log.</summary>
    public static readonly Hash32 Topic = AbiSignature.Topic("AuthorizationUsed(address,bytes32)");

    /// <summary>Reads the event from a log.</summary>
    /// <returns>Null when the log is no such event.</returns>
    public static AuthorizationUsed? Decode(ChainLog log) =>
        log.Topics.Count == 3
        && log.Topics[0] == Topic
        && log.Data.IsEmpty
        && TipSent.TryReadAddress(log.Topics[1], out Address authorizer)
            ? new AuthorizationUsed(authorizer, log.Topics[2])
            : null;
}
