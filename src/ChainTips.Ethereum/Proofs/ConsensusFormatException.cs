namespace ChainTips.Ethereum.Proofs;

/// <summary>
/// A block or receipt lacks what its hash is made of, or has it in another form; the message names the member.
/// </summary>
public sealed class ConsensusFormatException : FormatException
{
    /// <summary>Takes a sentence that names the member, its value and the remedy.</summary>
    public ConsensusFormatException(string message)
        : base(message)
    {
    }
}
