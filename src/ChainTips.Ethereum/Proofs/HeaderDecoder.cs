using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Rlp;

namespace ChainTips.Ethereum.Proofs;

/// <summary>Reads the encoding that <see cref="ConsensusHeader.Encode"/> writes, and no other.</summary>
internal static class HeaderDecoder
{
    public static bool TryDecode(
        ReadOnlySpan<byte> encoding,
        [NotNullWhen(true)] out ConsensusHeader? header,
        [NotNullWhen(false)] out string? error)
    {
        RlpReader reader = new(encoding);
        bool isList = reader.TryReadList(out RlpReader fields) && reader.TryEnd();
        header = isList ? ReadFields(ref fields) : null;
        error = header is null ? Refuse(isList ? fields.Failure : reader.Failure) : null;
        return header is not null;
    }

    /// <summary>After a first refusal every read gives a default, so the failure is looked at once, at the end.</summary>
    private static ConsensusHeader? ReadFields(ref RlpReader fields)
    {
        ConsensusHeader header = new()
        {
            ParentHash = Hash(ref fields),
            UnclesHash = Hash(ref fields),
            Beneficiary = fields.TryReadAddress(out Address beneficiary) ? beneficiary : default,
            StateRoot = Hash(ref fields),
            TransactionsRoot = Hash(ref fields),
            ReceiptsRoot = Hash(ref fields),
            LogsBloom = Bloom(ref fields),
            Difficulty = Large(ref fields),
            Number = new BlockNumber(Number(ref fields)),
            GasLimit = Number(ref fields),
            GasUsed = Number(ref fields),
            Timestamp = Number(ref fields),
            ExtraData = fields.TryReadBytes(out ReadOnlySpan<byte> extra) ? extra.ToArray() : default,
            MixHash = Hash(ref fields),
            Nonce = Nonce(ref fields),
            BaseFeePerGas = fields.AtEnd ? null : Large(ref fields),
            WithdrawalsRoot = fields.AtEnd ? null : Hash(ref fields),
            BlobGasUsed = fields.AtEnd ? null : Number(ref fields),
            ExcessBlobGas = fields.AtEnd ? null : Number(ref fields),
            ParentBeaconBlockRoot = fields.AtEnd ? null : Hash(ref fields),
            RequestsHash = fields.AtEnd ? null : Hash(ref fields),
        };
        return fields.TryEnd() ? header : null;
    }

    private static Hash32 Hash(ref RlpReader fields) => fields.TryReadHash32(out Hash32 hash) ? hash : default;

    private static ulong Number(ref RlpReader fields) => fields.TryReadUInt64(out ulong number) ? number : 0;

    private static UInt256 Large(ref RlpReader fields) => fields.TryReadUInt256(out UInt256 number) ? number : default;

    private static LogsBloom Bloom(ref RlpReader fields)
    {
        Span<byte> bytes = stackalloc byte[LogsBloom.Length];
        return fields.TryReadExactly(bytes) ? LogsBloom.FromBytes(bytes) : LogsBloom.Empty;
    }

    private static ulong Nonce(ref RlpReader fields)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        return fields.TryReadExactly(bytes) ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : 0;
    }

    private static string Refuse(RlpFailure failure) => $"The header is refused: {RlpFormatException.Describe(failure)}.";
}
