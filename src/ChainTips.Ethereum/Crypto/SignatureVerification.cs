namespace ChainTips.Ethereum.Crypto;

/// <summary>What the verification of a signature found.</summary>
public abstract record SignatureVerification
{
    private SignatureVerification()
    {
    }

    /// <summary>The key of the address signed.</summary>
    public sealed record ValidEoa : SignatureVerification;

    /// <summary>
    /// The contract at the address, or the one that its factory puts there, says that it signed (ERC-1271).
    /// </summary>
    public sealed record ValidContract : SignatureVerification;

    /// <summary>The signature is not the address's.</summary>
    /// <param name="Reason">Why, in a sentence.</param>
    public sealed record Invalid(string Reason) : SignatureVerification;
}
