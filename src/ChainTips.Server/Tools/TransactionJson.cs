using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Transactions;

namespace ChainTips.Server.Tools;

/// <summary>The transaction of a line: what is absent is zero or empty, integers are written as decimal strings.</summary>
internal static class TransactionJson
{
    /// <summary>Reads a transaction; a fee or list that its type does not have must be absent, zero or empty.</summary>
    public static Transaction Read(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("'transaction' must be an object.");
        }

        ToolInput input = new(element);
        return ReadType(input) switch
        {
            0 => ReadLegacy(input),
            1 => ReadAccessList(input),
            2 => ReadFeeMarket(input),
            _ => throw new TransactionFormatException(TransactionFailure.UnknownType),
        };
    }

    /// <summary>Writes the members that <see cref="Read"/> reads.</summary>
    public static void Write(Transaction transaction, Utf8JsonWriter output)
    {
        output.WriteString("type", transaction.Type.ToString(CultureInfo.InvariantCulture));
        output.WriteString("chainId", transaction.ChainId.ToString(CultureInfo.InvariantCulture));
        output.WriteString("nonce", transaction.Nonce.ToString(CultureInfo.InvariantCulture));
        output.WriteString("to", transaction.To?.ToString());
        output.WriteString("value", transaction.Value.ToString());
        output.WriteString("data", Hex.Format(transaction.Data.Span));
        output.WriteString("gasLimit", transaction.GasLimit.ToString());
        switch (transaction)
        {
            case LegacyTransaction legacy:
                output.WriteString("gasPrice", legacy.GasPrice.ToString());
                break;
            case AccessListTransaction announced:
                output.WriteString("gasPrice", announced.GasPrice.ToString());
                WriteAccessList(announced.AccessList, output);
                break;
            case FeeMarketTransaction market:
                output.WriteString("maxFeePerGas", market.MaxFeePerGas.ToString());
                output.WriteString("maxPriorityFeePerGas", market.MaxPriorityFeePerGas.ToString());
                WriteAccessList(market.AccessList, output);
                break;
            default:
                throw new UnreachableException();
        }
    }

    private static int ReadType(ToolInput input)
    {
        if (!input.Has("type"))
        {
            return input.Has("maxFeePerGas") || input.Has("maxPriorityFeePerGas") ? 2 : input.Has("accessList") ? 1 : 0;
        }

        JsonElement type = input.Element("type");
        string? name = type.ValueKind == JsonValueKind.String ? ToolInput.ReadText(type, "type") : null;
        return name switch
        {
            "legacy" => 0,
            "eip2930" => 1,
            "eip1559" => 2,
            _ when ToolInput.ReadInteger(type, "type") is BigInteger number && number >= 0 && number <= 2 => (int)number,
            _ => -1,
        };
    }

    private static LegacyTransaction ReadLegacy(ToolInput input)
    {
        RequireNone(input, "maxFeePerGas");
        RequireNone(input, "maxPriorityFeePerGas");
        if (ReadEntries(input).Count > 0)
        {
            throw new FormatException("'accessList' is not empty, but type 0 has none; leave it out, or give type 1 or 2.");
        }

        return new LegacyTransaction
        {
            ChainId = Small(input, "chainId"),
            Nonce = Small(input, "nonce"),
            GasPrice = Large(input, "gasPrice"),
            GasLimit = Large(input, "gasLimit"),
            To = Recipient(input),
            Value = Large(input, "value"),
            Data = Data(input),
        };
    }

    private static AccessListTransaction ReadAccessList(ToolInput input)
    {
        RequireNone(input, "maxFeePerGas");
        RequireNone(input, "maxPriorityFeePerGas");
        return new AccessListTransaction
        {
            ChainId = Small(input, "chainId"),
            Nonce = Small(input, "nonce"),
            GasPrice = Large(input, "gasPrice"),
            GasLimit = Large(input, "gasLimit"),
            To = Recipient(input),
            Value = Large(input, "value"),
            Data = Data(input),
            AccessList = ReadEntries(input),
        };
    }

    private static FeeMarketTransaction ReadFeeMarket(ToolInput input)
    {
        RequireNone(input, "gasPrice");
        return new FeeMarketTransaction
        {
            ChainId = Small(input, "chainId"),
            Nonce = Small(input, "nonce"),
            MaxPriorityFeePerGas = Large(input, "maxPriorityFeePerGas"),
            MaxFeePerGas = Large(input, "maxFeePerGas"),
            GasLimit = Large(input, "gasLimit"),
            To = Recipient(input),
            Value = Large(input, "value"),
            Data = Data(input),
            AccessList = ReadEntries(input),
        };
    }

    private static void RequireNone(ToolInput input, string member)
    {
        if (Large(input, member) != UInt256.Zero)
        {
            throw new FormatException(
                $"'{member}' is given, but the transaction's type has none; leave it out, or give another type.");
        }
    }

    private static ulong Small(ToolInput input, string member) =>
        Large(input, member).TryToUInt128(out UInt128 number) && number <= ulong.MaxValue
            ? (ulong)number
            : throw new FormatException($"'{member}' must be below 2^64.");

    private static UInt256 Large(ToolInput input, string member)
    {
        BigInteger number = input.Has(member) ? input.Integer(member) : BigInteger.Zero;
        return number.Sign >= 0 && number.GetByteCount(isUnsigned: true) <= UInt256.Length
            ? UInt256.FromBigEndian(number.ToByteArray(isUnsigned: true, isBigEndian: true))
            : throw new FormatException($"'{member}' must be at least zero and below 2^256.");
    }

    private static Address? Recipient(ToolInput input) =>
        input.Has("to") && input.Text("to") is not ("" or "0x") ? input.Address("to") : null;

    private static byte[] Data(ToolInput input) => input.Has("data") ? input.Bytes("data") : [];

    private static List<AccessListEntry> ReadEntries(ToolInput input)
    {
        List<AccessListEntry> entries = [];
        if (!input.Has("accessList"))
        {
            return entries;
        }

        foreach (JsonElement item in Elements(input.Element("accessList"), JsonValueKind.Object))
        {
            ToolInput entry = new(item);
            List<Hash32> keys = [];
            if (entry.Has("storageKeys"))
            {
                keys.AddRange(Elements(entry.Element("storageKeys"), JsonValueKind.String).Select(key => Hash32.Parse(ToolInput.ReadText(key, "storageKeys"))));
            }

            entries.Add(new AccessListEntry(entry.Address("address"), keys));
        }

        return entries;
    }

    private static JsonElement.ArrayEnumerator Elements(JsonElement list, JsonValueKind kind)
    {
        if (list.ValueKind != JsonValueKind.Array || list.EnumerateArray().Any(item => item.ValueKind != kind))
        {
            throw new FormatException("'accessList' must be an array of {\"address\":…,\"storageKeys\":[…]} (EIP-2930).");
        }

        return list.EnumerateArray();
    }

    private static void WriteAccessList(IReadOnlyList<AccessListEntry> entries, Utf8JsonWriter output)
    {
        output.WriteStartArray("accessList");
        foreach (AccessListEntry entry in entries)
        {
            output.WriteStartObject();
            output.WriteString("address", entry.Address.ToString());
            output.WriteStartArray("storageKeys");
            foreach (Hash32 key in entry.StorageKeys)
            {
                output.WriteStringValue(key.ToString());
            }

            output.WriteEndArray();
            output.WriteEndObject();
        }

        output.WriteEndArray();
    }
}
