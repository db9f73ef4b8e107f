namespace ChainTips.PaymentRequests;

/// <summary>What a payment request asks for, in base units of its token. The cases are all there are.</summary>
public abstract record AskedAmount
{
    private AskedAmount()
    {
    }

    /// <summary>Whether a payment of that many base units is what was asked for.</summary>
    public abstract bool Accepts(UInt128 baseUnits);

    /// <summary>Exactly this much.</summary>
    /// <param name="BaseUnits">The amount, positive.</param>
    public sealed record Fixed(UInt128 BaseUnits) : AskedAmount
    {
        /// <inheritdoc/>
        public override bool Accepts(UInt128 baseUnits) => baseUnits == BaseUnits;
    }

    /// <summary>As much as the payer likes, within limits.</summary>
    /// <param name="Minimum">The least, positive.</param>
    /// <param name="Maximum">The most, not below the least.</param>
    public sealed record Open(UInt128 Minimum, UInt128 Maximum) : AskedAmount
    {
        /// <inheritdoc/>
        public override bool Accepts(UInt128 baseUnits) => baseUnits >= Minimum && baseUnits <= Maximum;
    }
}
