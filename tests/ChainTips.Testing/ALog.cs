using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Testing;

/// <summary>Logs as contracts emit them. Their position is set by the transaction that they are put into.</summary>
public static class ALog
{
    public static readonly Hash32 TransferTopic = Keccak256.HashUtf8("Transfer(address,address,uint256)");

    public static readonly Hash32 TipSentTopic =
        Keccak256.HashUtf8("TipSent(bytes32,address,address,address,uint256,uint256)");

    public static readonly Hash32 AuthorizationUsedTopic = Keccak256.HashUtf8("AuthorizationUsed(address,bytes32)");

    public static ChainLog Of(Address emitter, Hash32[] topics, byte[] data) => new(emitter, topics, data, 0);

    public static ChainLog Transfer(Address token, Address from, Address to, UInt256 amount) =>
        Of(token, [TransferTopic, TopicOf(from), TopicOf(to)], new AbiWriter().Write(amount).ToArray());

    public static ChainLog AuthorizationUsed(Address token, Address authorizer, Hash32 nonce) =>
        Of(token, [AuthorizationUsedTopic, TopicOf(authorizer), nonce], []);

    /// <summary>An address as an indexed word.</summary>
    public static Hash32 TopicOf(Address address) => Hash32.FromBytes(new AbiWriter().Write(address).ToArray());
}
