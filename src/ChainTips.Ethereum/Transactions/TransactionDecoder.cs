using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Rlp;

namespace ChainTips.Ethereum.Transactions;

/// <summary>Reads the fields of signed transactions; the first fault found is the answer.</summary>
internal ref struct TransactionDecoder
{
    private const int UnsignedLegacyFields = 6;
    private const int UnsignedAccessListFields = 8;
    private const int UnsignedFeeMarketFields = 9;
    private const int SignatureFields = 3;

    private RlpReader _fields;
    private TransactionFailure _failure;

    /// <summary>Reads bytes of which nothing is known; if the answer is none, there is a transaction.</summary>
    public static TransactionFailure Decode(
        ReadOnlySpan<byte> raw, out Transaction? transaction, out Signature signature)
    {
        transaction = null;
        signature = default;
        int type = raw is [1 or 2, ..] ? raw[0] : raw is [>= 0xc0, ..] ? 0 : -1;
        if (type < 0)
        {
            return TransactionFailure.UnknownType;
        }

        RlpReader reader = new(type == 0 ? raw : raw[1..]);
        if (!reader.TryReadList(out RlpReader fields) || !reader.TryEnd())
        {
            return TransactionFailure.MalformedRlp;
        }

        int unsignedFields = type switch
        {
            0 => UnsignedLegacyFields,
            1 => UnsignedAccessListFields,
            _ => UnsignedFeeMarketFields,
        };
        TransactionFailure failure = CheckCount(fields, unsignedFields);
        if (failure != TransactionFailure.None)
        {
            return failure;
        }

        TransactionDecoder decoder = new() { _fields = fields };
        transaction = type switch
        {
            0 => decoder.ReadLegacy(out signature),
            1 => decoder.ReadAccessListTransaction(out signature),
            _ => decoder.ReadFeeMarket(out signature),
        };
        return decoder._failure;
    }

    /// <summary>Takes the reader by value, so that counting moves nothing.</summary>
    private static TransactionFailure CheckCount(RlpReader fields, int unsignedFields)
    {
        int count = 0;
        while (!fields.AtEnd && count <= unsignedFields + SignatureFields)
        {
            if (!fields.TryReadEncoded(out _))
            {
                return TransactionFailure.MalformedRlp;
            }

            count++;
        }

        return count == unsignedFields + SignatureFields ? TransactionFailure.None
            : count == unsignedFields ? TransactionFailure.NotSigned
            : TransactionFailure.WrongFieldCount;
    }

    private LegacyTransaction ReadLegacy(out Signature signature)
    {
        LegacyTransaction transaction = new()
        {
            Nonce = ReadNonce(),
            GasPrice = ReadNumber(),
            GasLimit = ReadNumber(),
            To = ReadRecipient(),
            Value = ReadNumber(),
            Data = ReadData(),
        };
        UInt256 v = ReadNumber();
        UInt256 r = ReadNumber();
        UInt256 s = ReadNumber();
        bool isUnsigned = r == UInt256.Zero && s == UInt256.Zero;
        ulong chainId = ReadV(isUnsigned ? LegacyTransaction.UnboundV : v, out bool yParity);
        if (isUnsigned)
        {
            Refuse(TransactionFailure.NotSigned);
        }

        signature = Join(r, s, yParity);
        return transaction with { ChainId = chainId };
    }

    private AccessListTransaction ReadAccessListTransaction(out Signature signature)
    {
        AccessListTransaction transaction = new()
        {
            ChainId = ReadChainId(),
            Nonce = ReadNonce(),
            GasPrice = ReadNumber(),
            GasLimit = ReadNumber(),
            To = ReadRecipient(),
            Value = ReadNumber(),
            Data = ReadData(),
            AccessList = ReadAccessList(),
        };
        signature = ReadSignature();
        return transaction;
    }

    private FeeMarketTransaction ReadFeeMarket(out Signature signature)
    {
        FeeMarketTransaction transaction = new()
        {
            ChainId = ReadChainId(),
            Nonce = ReadNonce(),
            MaxPriorityFeePerGas = ReadNumber(),
            MaxFeePerGas = ReadNumber(),
            GasLimit = ReadNumber(),
            To = ReadRecipient(),
            Value = ReadNumber(),
            Data = ReadData(),
            AccessList = ReadAccessList(),
        };
        signature = ReadSignature();
        return transaction;
    }

    private Signature ReadSignature()
    {
        UInt256 parity = ReadNumber();
        if (parity > 1UL)
        {
            Refuse(TransactionFailure.InvalidYParity);
        }

        return Join(ReadNumber(), ReadNumber(), parity == 1UL);
    }

    /// <summary>Checks the ranges of r and s, which the type of a signature demands.</summary>
    private Signature Join(UInt256 r, UInt256 s, bool yParity)
    {
        if (!CurveNumbers.IsScalar(r) || !CurveNumbers.IsScalar(s))
        {
            Refuse(TransactionFailure.SignatureOutOfRange);
        }
        else if (s > CurveNumbers.HalfOrder)
        {
            Refuse(TransactionFailure.SignatureMalleable);
        }

        return Signature.TryCreate(r, s, yParity ? 1UL : 0UL, out Signature signature, out _) ? signature : default;
    }

    /// <summary>Splits v into chain id and parity (EIP-155); 27 and 28 carry no chain id.</summary>
    private ulong ReadV(UInt256 number, out bool yParity)
    {
        bool fits = number.TryToUInt128(out UInt128 wide) && wide <= LegacyTransaction.MaxV;
        ulong v = fits ? (ulong)wide : 0;
        bool isBound = v >= LegacyTransaction.BoundV + 2;
        yParity = isBound ? (v - LegacyTransaction.BoundV) % 2 == 1 : v == LegacyTransaction.UnboundV + 1;
        if (!fits)
        {
            Refuse(TransactionFailure.ChainIdTooLarge);
        }
        else if (!isBound && v is not (LegacyTransaction.UnboundV or LegacyTransaction.UnboundV + 1))
        {
            Refuse(TransactionFailure.InvalidV);
        }

        return isBound ? (v - LegacyTransaction.BoundV) / 2 : 0;
    }

    private ulong ReadChainId() => ReadUInt64(TransactionFailure.ChainIdTooLarge);

    private ulong ReadNonce() => ReadUInt64(TransactionFailure.NonceTooLarge);

    private ulong ReadUInt64(TransactionFailure tooLarge)
    {
        bool fits = ReadNumber().TryToUInt128(out UInt128 number) && number <= ulong.MaxValue;
        if (!fits)
        {
            Refuse(tooLarge);
        }

        return fits ? (ulong)number : 0;
    }

    private UInt256 ReadNumber()
    {
        if (!_fields.TryReadUInt256(out UInt256 number))
        {
            Refuse(TransactionFailure.MalformedRlp);
        }

        return number;
    }

    private Address? ReadRecipient()
    {
        if (!_fields.TryReadBytes(out ReadOnlySpan<byte> bytes))
        {
            Refuse(TransactionFailure.MalformedRlp);
        }
        else if (bytes.Length is not (0 or Address.Length))
        {
            Refuse(TransactionFailure.MalformedRecipient);
        }

        return bytes.Length == Address.Length ? Address.FromBytes(bytes) : null;
    }

    private byte[] ReadData()
    {
        if (!_fields.TryReadBytes(out ReadOnlySpan<byte> bytes))
        {
            Refuse(TransactionFailure.MalformedRlp);
        }

        return bytes.ToArray();
    }

    private List<AccessListEntry> ReadAccessList()
    {
        List<AccessListEntry> entries = [];
        if (!_fields.TryReadList(out RlpReader list))
        {
            Refuse(TransactionFailure.MalformedAccessList);
        }

        while (_failure == TransactionFailure.None && !list.AtEnd)
        {
            if (list.TryReadList(out RlpReader pair)
                && pair.TryReadAddress(out Address address)
                && pair.TryReadList(out RlpReader keys)
                && pair.TryEnd())
            {
                entries.Add(new AccessListEntry(address, ReadKeys(keys)));
            }
            else
            {
                Refuse(TransactionFailure.MalformedAccessList);
            }
        }

        return entries;
    }

    private List<Hash32> ReadKeys(RlpReader keys)
    {
        List<Hash32> found = [];
        while (!keys.AtEnd && keys.TryReadHash32(out Hash32 key))
        {
            found.Add(key);
        }

        if (!keys.AtEnd)
        {
            Refuse(TransactionFailure.MalformedAccessList);
        }

        return found;
    }

    private void Refuse(TransactionFailure failure) =>
        _failure = _failure == TransactionFailure.None ? failure : _failure;
}
