using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Rlp;

namespace ChainTips.Ethereum.Proofs;

/// <summary>All fields of a block header, in the order in which its hash commits to them (Yellow Paper, section 4.4).</summary>
/// <remarks>
/// Forks only append fields, so a header has a first part of the optional ones and none of the rest. Chains with fields
/// of their own (Celo before it was an L2, AuRa seals, Avalanche) are not covered: their hash will not match.
/// </remarks>
public sealed record ConsensusHeader
{
    private static readonly string[] ForkFields =
        ["baseFeePerGas", "withdrawalsRoot", "blobGasUsed", "excessBlobGas", "parentBeaconBlockRoot", "requestsHash"];

    /// <summary>The hash of the block before.</summary>
    public required Hash32 ParentHash { get; init; }

    /// <summary>The hash of the list of uncles.</summary>
    public required Hash32 UnclesHash { get; init; }

    /// <summary>The account that gets the priority fees.</summary>
    public required Address Beneficiary { get; init; }

    /// <summary>The root of all accounts after the block.</summary>
    public required Hash32 StateRoot { get; init; }

    /// <summary>The root of the block's transactions.</summary>
    public required Hash32 TransactionsRoot { get; init; }

    /// <summary>The root of the block's receipts.</summary>
    public required Hash32 ReceiptsRoot { get; init; }

    /// <summary>The filter over all logs of the block.</summary>
    public required LogsBloom LogsBloom { get; init; }

    /// <summary>The difficulty; zero since the Merge (EIP-3675).</summary>
    public required UInt256 Difficulty { get; init; }

    /// <summary>The number of the block.</summary>
    public required BlockNumber Number { get; init; }

    /// <summary>Gas that the block may use.</summary>
    public required ulong GasLimit { get; init; }

    /// <summary>Gas that the block has used.</summary>
    public required ulong GasUsed { get; init; }

    /// <summary>Unix time in seconds.</summary>
    public required ulong Timestamp { get; init; }

    /// <summary>Bytes of the block's maker; compared by reference.</summary>
    public required ReadOnlyMemory<byte> ExtraData { get; init; }

    /// <summary>Part of the proof of work; since the Merge the beacon chain's randomness (EIP-4399).</summary>
    public required Hash32 MixHash { get; init; }

    /// <summary>Eight bytes of the proof of work, most significant first; zero since the Merge.</summary>
    public required ulong Nonce { get; init; }

    /// <summary>The base fee, since London (EIP-1559).</summary>
    public UInt256? BaseFeePerGas { get; init; }

    /// <summary>The root of the withdrawals, since Shanghai (EIP-4895); on the OP stack since Isthmus a storage root.</summary>
    public Hash32? WithdrawalsRoot { get; init; }

    /// <summary>Blob gas that the block has used, since Cancun (EIP-4844).</summary>
    public ulong? BlobGasUsed { get; init; }

    /// <summary>Blob gas in excess of the target, since Cancun (EIP-4844).</summary>
    public ulong? ExcessBlobGas { get; init; }

    /// <summary>The root of the parent beacon block, since Cancun (EIP-4788).</summary>
    public Hash32? ParentBeaconBlockRoot { get; init; }

    /// <summary>The hash of the execution layer's requests, since Prague (EIP-7685).</summary>
    public Hash32? RequestsHash { get; init; }

    /// <summary>
    /// Reads a block as <c>eth_getBlockByHash</c> gives it, or throws <see cref="ConsensusFormatException"/>; the hash
    /// that the node tells is not read.
    /// </summary>
    public static ConsensusHeader FromJson(JsonElement block) => HeaderJson.Read(new JsonField(block, "block"));

    /// <summary>Reads an encoded header; the error says what is wrong.</summary>
    public static bool TryDecode(
        ReadOnlySpan<byte> encoding,
        [NotNullWhen(true)] out ConsensusHeader? header,
        [NotNullWhen(false)] out string? error) => HeaderDecoder.TryDecode(encoding, out header, out error);

    /// <summary>The identity of the block.</summary>
    /// <exception cref="ConsensusFormatException">A field of one fork is there without one of a fork before.</exception>
    public Hash32 ComputeHash() => Keccak256.Hash(Encode());

    /// <summary>The bytes whose hash is that of the block.</summary>
    /// <exception cref="ConsensusFormatException">A field of one fork is there without one of a fork before.</exception>
    public byte[] Encode()
    {
        RlpWriter writer = new();
        int list = writer.BeginList();
        writer.Write(ParentHash).Write(UnclesHash).Write(Beneficiary)
            .Write(StateRoot).Write(TransactionsRoot).Write(ReceiptsRoot).Write(LogsBloom.ToArray())
            .Write(Difficulty).Write(Number.Value).Write(GasLimit).Write(GasUsed).Write(Timestamp)
            .Write(ExtraData.Span).Write(MixHash);
        Span<byte> nonce = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(nonce, Nonce);
        writer.Write(nonce);
        WriteForkFields(writer);
        return writer.EndList(list).ToArray();
    }

    private void WriteForkFields(RlpWriter writer)
    {
        RequireOrder();
        if (BaseFeePerGas is UInt256 baseFee)
        {
            writer.Write(baseFee);
        }

        WriteIfThere(writer, WithdrawalsRoot);
        WriteIfThere(writer, BlobGasUsed);
        WriteIfThere(writer, ExcessBlobGas);
        WriteIfThere(writer, ParentBeaconBlockRoot);
        WriteIfThere(writer, RequestsHash);
    }

    private static void WriteIfThere(RlpWriter writer, Hash32? field)
    {
        if (field is Hash32 hash)
        {
            writer.Write(hash);
        }
    }

    private static void WriteIfThere(RlpWriter writer, ulong? field)
    {
        if (field is ulong number)
        {
            writer.Write(number);
        }
    }

    private void RequireOrder()
    {
        ReadOnlySpan<bool> isThere =
        [
            BaseFeePerGas is not null,
            WithdrawalsRoot is not null,
            BlobGasUsed is not null,
            ExcessBlobGas is not null,
            ParentBeaconBlockRoot is not null,
            RequestsHash is not null,
        ];
        int firstMissing = isThere.IndexOf(false);
        if (firstMissing >= 0 && isThere.LastIndexOf(true) is int last && last > firstMissing)
        {
            throw new ConsensusFormatException(
                $"The header has {ForkFields[last]} but not {ForkFields[firstMissing]}, and forks only append fields; "
                + "give all that the node tells.");
        }
    }
}
