namespace ChainTips.PaymentRequests;

/// <summary>What a payment request asks for, in base units of its token. The cases are all there are.</summary>
public abstract record AskedAmount
{
    private AskedAmount()
    {
    }

    /// <summary>What a payer is asked for at least, without any tolerance.</summary>
    public abstract UInt128 Asked { get; }

    /// <summary>The least that is enough, all payments together; at least 1.</summary>
    public abstract UInt128 Enough { get; }

    /// <summary>The most that is asked for, all payments together: what exceeds it is too much.</summary>
    public abstract UInt128 Most { get; }

    /// <summary>Exactly this much.</summary>
    /// <param name="BaseUnits">The amount, positive.</param>
    /// <param name="Tolerance">How much of it may be missing, below the amount; 0 when nothing may.</param>
    public sealed record Fixed(UInt128 BaseUnits, UInt128 Tolerance) : AskedAmount
    {
        /// <summary>Exactly this much, of which nothing may be missing.</summary>
        public Fixed(UInt128 baseUnits)
            : this(baseUnits, 0)
        {
        }

        /// <summary>How much of it may be missing, below the amount.</summary>
        public UInt128 Tolerance { get; init; } = Tolerance == 0 || Tolerance < BaseUnits
            ? Tolerance
            : throw new ArgumentOutOfRangeException(
                nameof(Tolerance), Tolerance, $"With this tolerance nothing of {BaseUnits} base units would be asked for; it must be less.");

        /// <inheritdoc/>
        public override UInt128 Asked => BaseUnits;

        /// <inheritdoc/>
        public override UInt128 Enough => BaseUnits - Tolerance;

        /// <inheritdoc/>
        public override UInt128 Most => BaseUnits;
    }

    /// <summary>As much as the payer likes, within limits.</summary>
    /// <param name="Minimum">The least, positive.</param>
    /// <param name="Maximum">The most, not below the least.</param>
    public sealed record Open(UInt128 Minimum, UInt128 Maximum) : AskedAmount
    {
        /// <inheritdoc/>
        public override UInt128 Asked => Minimum;

        /// <inheritdoc/>
        public override UInt128 Enough => Minimum;

        /// <inheritdoc/>
        public override UInt128 Most => Maximum;
    }
}
