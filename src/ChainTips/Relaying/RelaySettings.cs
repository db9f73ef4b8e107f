namespace ChainTips.Relaying;

/// <summary>How relaying is done on a chain, as the operator set it up.</summary>
/// <param name="Fees">What is offered for gas.</param>
/// <param name="MostGas">The most gas of one authorization that the token takes itself; one that needs more is refused.</param>
/// <param name="Platform">The budget of each platform.</param>
/// <param name="Payer">The budget of each payer of a platform.</param>
public sealed record RelaySettings(FeeRule Fees, ulong MostGas, RelayBudget Platform, RelayBudget Payer)
{
    /// <summary>What the tipping contract demands to be there before it pays somebody, and does not use.</summary>
    private const ulong ReserveBeforePayment = 220_000;

    /// <summary>What it demands to be there before it hands one of several authorizations to the token, and does not use.</summary>
    private const ulong ReserveBeforeAuthorization = 420_000;

    /// <summary>What each payee after the first adds: his slot, two logs and his words of calldata, and what comes on top with another token.</summary>
    private const ulong GasOfPayee = 30_000;

    /// <summary>So long before its end an authorization must still be good when it is taken.</summary>
    public TimeSpan AcceptMargin { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>So long before its end an authorization must still be good when it is put into a transaction.</summary>
    public TimeSpan SendMargin { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>After how long the same bytes are given to a node again, as long as they are in no block.</summary>
    public TimeSpan ResendAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>After how long a transaction that is in no block is signed again with higher fees.</summary>
    public TimeSpan RaiseAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>After how long a relay that could not be sent is looked at again.</summary>
    public TimeSpan LookAgainAfter { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The most transactions of the key that may be under way: nodes' pools take a few of one sender.</summary>
    public int MostUnderWay { get; init; } = 16;

    /// <summary>The most authorizations in one transaction; 1 sends each to the token on its own.</summary>
    public int MostTogether { get; init; } = 1;

    /// <summary>The least gas that a transaction costs which does nothing (Yellow Paper, appendix G).</summary>
    public const ulong FillerGas = 21_000;

    /// <summary>The most gas that a transaction with one authorization may be given.</summary>
    public ulong MostGasFor(SignedAuthorization authorization) => authorization.IsThroughRouter
        ? checked(MostGas + ReserveBeforePayment + (GasOfPayee * (ulong)(authorization.Terms.Payees.Count - 1)))
        : MostGas;

    /// <summary>The most gas that a transaction with several authorizations may be given.</summary>
    public ulong MostGasForSeveral(int count) => checked((MostGas * (ulong)count) + ReserveBeforeAuthorization);
}
