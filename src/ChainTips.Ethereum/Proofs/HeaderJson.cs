using System.Buffers.Binary;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Proofs;

/// <summary>Reads the hashed fields of a block as the execution API writes it; other members are passed over.</summary>
internal static class HeaderJson
{
    public static ConsensusHeader Read(JsonField block)
    {
        Span<byte> bloom = stackalloc byte[LogsBloom.Length];
        block.Required("logsBloom").Decode(bloom);
        Span<byte> nonce = stackalloc byte[sizeof(ulong)];
        block.Required("nonce").Decode(nonce);
        return new ConsensusHeader
        {
            ParentHash = block.Required("parentHash").ToHash32(),
            UnclesHash = block.Required("sha3Uncles").ToHash32(),
            Beneficiary = block.Required("miner").ToAddress(),
            StateRoot = block.Required("stateRoot").ToHash32(),
            TransactionsRoot = block.Required("transactionsRoot").ToHash32(),
            ReceiptsRoot = block.Required("receiptsRoot").ToHash32(),
            LogsBloom = LogsBloom.FromBytes(bloom),
            Difficulty = block.Required("difficulty").ToUInt256(),
            Number = new BlockNumber(block.Required("number").ToUInt64()),
            GasLimit = block.Required("gasLimit").ToUInt64(),
            GasUsed = block.Required("gasUsed").ToUInt64(),
            Timestamp = block.Required("timestamp").ToUInt64(),
            ExtraData = block.Required("extraData").ToBytes(),
            MixHash = block.Required("mixHash").ToHash32(),
            Nonce = BinaryPrimitives.ReadUInt64BigEndian(nonce),
            BaseFeePerGas = block.Optional("baseFeePerGas")?.ToUInt256(),
            WithdrawalsRoot = block.Optional("withdrawalsRoot")?.ToHash32(),
            BlobGasUsed = block.Optional("blobGasUsed")?.ToUInt64(),
            ExcessBlobGas = block.Optional("excessBlobGas")?.ToUInt64(),
            ParentBeaconBlockRoot = block.Optional("parentBeaconBlockRoot")?.ToHash32(),
            RequestsHash = block.Optional("requestsHash")?.ToHash32(),
        };
    }
}
