using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Rlp;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>The hashed fields of the header that is being read, as bytes; the memory is used again for the next header.</summary>
internal sealed class HeaderFields
{
    /// <summary>How many fields can be hashed.</summary>
    public const int Count = (int)HeaderField.RequestsHash + 1;

    private const int FirstForkField = (int)HeaderField.BaseFeePerGas;
    private const int LargestQuantity = 32;
    private const int Absent = -1;

    private readonly int[] _starts = new int[Count];
    private readonly int[] _lengths = new int[Count];
    private readonly RlpWriter _writer = new();
    private byte[] _bytes = new byte[2048];
    private int _used;

    /// <summary>The next header begins.</summary>
    public void Begin()
    {
        _lengths.AsSpan().Fill(Absent);
        _used = 0;
    }

    /// <summary>The bytes of a field; empty if it is absent.</summary>
    public ReadOnlySpan<byte> this[HeaderField field] =>
        _lengths[(int)field] == Absent ? default : _bytes.AsSpan(_starts[(int)field], _lengths[(int)field]);

    /// <summary>Keeps a field, given as hexadecimal digits; false if it is not of the field's form.</summary>
    public bool TrySet(HeaderField field, ReadOnlySpan<byte> digits)
    {
        int exact = LengthOf(field);
        bool isQuantity = exact == 0;
        ReadOnlySpan<byte> significant = isQuantity ? digits.TrimStart((byte)'0') : digits;
        int length = (significant.Length + 1) / 2;
        if (isQuantity ? digits.IsEmpty || length > LargestQuantity : exact > 0 && length != exact)
        {
            return false;
        }

        Span<byte> target = Reserve(length);
        bool isOdd = isQuantity && significant.Length % 2 == 1;
        bool isHex = isOdd
            ? TryDecodeOdd(significant, target)
            : Hex.TryDecode(significant, target);
        _starts[(int)field] = _used;
        _lengths[(int)field] = isHex ? length : Absent;
        _used += isHex ? length : 0;
        return isHex;
    }

    /// <summary>The recomputed hash; null if a field that every header has is absent, or one of a fork before.</summary>
    public Hash32? ComputeHash()
    {
        int end = Array.FindLastIndex(_lengths, length => length != Absent) + 1;
        if (end < FirstForkField || _lengths.AsSpan(0, end).Contains(Absent))
        {
            return null;
        }

        _writer.Clear();
        int list = _writer.BeginList();
        for (int field = 0; field < end; field++)
        {
            _writer.Write(_bytes.AsSpan(_starts[field], _lengths[field]));
        }

        return Keccak256.Hash(_writer.EndList(list).Written);
    }

    /// <summary>Exactly so many bytes; zero is a quantity of any length, a negative number is bytes of any length.</summary>
    public static int LengthOf(HeaderField field) => field switch
    {
        HeaderField.Miner => Address.Length,
        HeaderField.LogsBloom => Hashing.LogsBloom.Length,
        HeaderField.Nonce => sizeof(ulong),
        HeaderField.ExtraData => -1,
        HeaderField.Difficulty or HeaderField.Number or HeaderField.GasLimit or HeaderField.GasUsed or HeaderField.Timestamp
            or HeaderField.BaseFeePerGas or HeaderField.BlobGasUsed or HeaderField.ExcessBlobGas => 0,
        _ => Hash32.Length,
    };

    /// <summary>The field of a member's name.</summary>
    public static HeaderField FieldOf(ReadOnlySpan<byte> name) => name.Length switch
    {
        4 when name.SequenceEqual("hash"u8) => HeaderField.Hash,
        5 when name.SequenceEqual("miner"u8) => HeaderField.Miner,
        5 when name.SequenceEqual("nonce"u8) => HeaderField.Nonce,
        6 when name.SequenceEqual("number"u8) => HeaderField.Number,
        7 when name.SequenceEqual("gasUsed"u8) => HeaderField.GasUsed,
        7 when name.SequenceEqual("mixHash"u8) => HeaderField.MixHash,
        8 when name.SequenceEqual("gasLimit"u8) => HeaderField.GasLimit,
        9 when name.SequenceEqual("timestamp"u8) => HeaderField.Timestamp,
        9 when name.SequenceEqual("logsBloom"u8) => HeaderField.LogsBloom,
        9 when name.SequenceEqual("extraData"u8) => HeaderField.ExtraData,
        9 when name.SequenceEqual("stateRoot"u8) => HeaderField.StateRoot,
        10 when name.SequenceEqual("parentHash"u8) => HeaderField.ParentHash,
        10 when name.SequenceEqual("sha3Uncles"u8) => HeaderField.Sha3Uncles,
        10 when name.SequenceEqual("difficulty"u8) => HeaderField.Difficulty,
        11 when name.SequenceEqual("blobGasUsed"u8) => HeaderField.BlobGasUsed,
        12 when name.SequenceEqual("receiptsRoot"u8) => HeaderField.ReceiptsRoot,
        12 when name.SequenceEqual("transactions"u8) => HeaderField.Transactions,
        12 when name.SequenceEqual("requestsHash"u8) => HeaderField.RequestsHash,
        13 when name.SequenceEqual("baseFeePerGas"u8) => HeaderField.BaseFeePerGas,
        13 when name.SequenceEqual("excessBlobGas"u8) => HeaderField.ExcessBlobGas,
        15 when name.SequenceEqual("withdrawalsRoot"u8) => HeaderField.WithdrawalsRoot,
        16 when name.SequenceEqual("transactionsRoot"u8) => HeaderField.TransactionsRoot,
        21 when name.SequenceEqual("parentBeaconBlockRoot"u8) => HeaderField.ParentBeaconBlockRoot,
        _ => HeaderField.Unknown,
    };

    private static bool TryDecodeOdd(ReadOnlySpan<byte> digits, Span<byte> target)
    {
        Span<byte> padded = stackalloc byte[2 * LargestQuantity];
        padded[0] = (byte)'0';
        digits.CopyTo(padded[1..]);
        return Hex.TryDecode(padded[..(digits.Length + 1)], target);
    }

    private Span<byte> Reserve(int length)
    {
        if (_used + length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_used + length, 2 * _bytes.Length));
        }

        return _bytes.AsSpan(_used, length);
    }
}
