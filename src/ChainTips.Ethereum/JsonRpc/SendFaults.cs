namespace ChainTips.Ethereum.JsonRpc;

/// <summary>Tells by its text what a node's refusal of a signed transaction means.</summary>
/// <remarks>The codes do not say it: most nodes answer every refusal with -32000. The phrases are those of geth, reth, erigon, Nethermind, Besu, Hardhat and the sequencers of the OP Stack.</remarks>
public static class SendFaults
{
    /// <summary>In the order in which they are looked for: an underpriced replacement is underpriced too.</summary>
    private static readonly (SendFault Fault, string[] Phrases)[] Known =
    [
        (SendFault.AlreadyKnown, ["already known", "alreadyknown", "known transaction", "already imported", "already_exists", "already in the pool"]),
        (SendFault.ReplacementUnderpriced, ["replacement transaction underpriced", "replacement_underpriced", "replacement not allowed", "replacementnotallowed", "could not replace"]),
        (SendFault.NonceTooLow, ["nonce too low", "nonce_too_low", "oldnonce", "nonce is too low", "nonce has already been used"]),
        (SendFault.NonceTooHigh, ["nonce too high", "nonce_too_high", "nonce gap", "noncegap", "nonce too distant", "gapped-nonce"]),
        (SendFault.InsufficientFunds, ["insufficient funds", "insufficientfunds", "enough funds", "insufficient balance", "upfront cost"]),
        (SendFault.FeeTooLow, ["less than block base fee", "underpriced", "fee too low", "feetoolow", "gas price below", "below the minimum", "too low for the next block", "gas price too low"]),
        (SendFault.Busy, ["rate limit", "txpool is full", "pool is full", "pool limit", "transaction limit", "too many", "queue is full", "try again", "over rate", "in-flight"]),
    ];

    /// <summary>Classifies a refusal.</summary>
    public static SendFault Classify(JsonRpcErrorException refusal)
    {
        string text = $"{refusal.NodeMessage}\n{refusal.ErrorJson}".ToLowerInvariant();
        foreach ((SendFault fault, string[] phrases) in Known)
        {
            if (Array.Exists(phrases, phrase => text.Contains(phrase, StringComparison.Ordinal)))
            {
                return fault;
            }
        }

        return refusal.Kind is RpcErrorKind.RateLimited or RpcErrorKind.Billing or RpcErrorKind.Transient ? SendFault.Busy : SendFault.Rejected;
    }
}
