using System.Text.Json;
using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Transactions;

namespace ChainTips.Server.Tools;

/// <summary>Transactions of type 0 (EIP-155), 1 (EIP-2930) and 2 (EIP-1559), and the addresses of contracts.</summary>
internal static class TransactionTools
{
    /// <summary>Signs a transaction; one of type 0 without chain id is valid on any chain.</summary>
    public static void Sign(ToolInput input, Utf8JsonWriter output)
    {
        Transaction transaction = TransactionJson.Read(input.Element("transaction"));
        using PrivateKey key = PrivateKey.Parse(input.Text("privateKey"));
        SignedTransaction signed = transaction.Sign(key);
        output.WriteString("raw", Hex.Format(signed.Encode()));
        output.WriteString("hash", signed.ComputeHash().ToString());
    }

    /// <summary>Decodes a signed transaction and recovers its sender; one that is not signed is refused.</summary>
    public static void Decode(ToolInput input, Utf8JsonWriter output)
    {
        SignedTransaction signed = SignedTransaction.Decode(input.Bytes("raw"));
        output.WriteStartObject("transaction");
        TransactionJson.Write(signed.Transaction, output);
        output.WriteEndObject();
        output.WriteString("from", signed.RecoverSender().ToString());
        output.WriteString("hash", signed.ComputeHash().ToString());
    }

    /// <summary>The address that CREATE2 gives a contract (EIP-1014).</summary>
    public static void Create2(ToolInput input, Utf8JsonWriter output)
    {
        Address address = ContractAddress.Create2(input.Address("deployer"), input.Hash("salt"), input.Hash("initCodeHash"));
        output.WriteString("address", address.ToString());
    }
}
