namespace ChainTips.Server.Tools;

/// <summary>Every tool by its name.</summary>
internal static class ToolTable
{
    /// <summary>The tools.</summary>
    public static IReadOnlyDictionary<string, Tool> All { get; } = new SortedDictionary<string, Tool>(StringComparer.Ordinal)
    {
        ["keccak"] = HashingTools.Keccak,
        ["address"] = HashingTools.Address,
        ["create2"] = TransactionTools.Create2,
        ["abi-encode"] = AbiTools.Encode,
        ["abi-decode"] = AbiTools.Decode,
        ["selector"] = AbiTools.Selector,
        ["topic"] = AbiTools.Topic,
        ["rlp-encode"] = RlpTools.Encode,
        ["rlp-decode"] = RlpTools.Decode,
        ["typed-data"] = SigningTools.TypedData,
        ["personal-digest"] = SigningTools.PersonalDigest,
        ["sign"] = SigningTools.Sign,
        ["recover"] = SigningTools.Recover,
        ["address-of-key"] = SigningTools.AddressOfKey,
        ["transaction-sign"] = TransactionTools.Sign,
        ["transaction-decode"] = TransactionTools.Decode,
        ["receipts-root"] = ProofTools.ReceiptsRoot,
        ["receipt-proof"] = ProofTools.ReceiptProof,
        ["proof-verify"] = ProofTools.ProofVerify,
        ["block-hash"] = ProofTools.BlockHash,
        ["payment-uri"] = PaymentUriTools.Convert,
        ["siwe-parse"] = SignInTools.Parse,
        ["siwe-verify"] = SignInTools.Verify,
        ["webhook-sign"] = WebhookTools.Sign,
        ["webhook-verify"] = WebhookTools.Verify,
    };
}
