namespace ChainTips.Policies;

/// <summary>How many units of gas a payment takes by each way, as measured with the test dollar in <c>contracts/gas/gas-table.md</c>.</summary>
/// <remarks>
/// A payee who never held the token costs some 17,000 more, and so does a first approval or nonce of a payer. The figures are there to compare
/// ways, and for the order of magnitude; a wallet asks its node before it sends.
/// </remarks>
public static class GasUnits
{
    /// <summary>A plain transfer.</summary>
    public const long Transfer = 45_162;

    /// <summary>The 48 bytes behind the calldata of a transfer that name what it is for.</summary>
    public const long Mark = 774;

    /// <summary>A first approval.</summary>
    public const long Approve = 55_600;

    /// <summary>A tip of one payee by the contract, out of an allowance.</summary>
    public const long Tip = 59_169;

    /// <summary>Each further payee of a call of the contract.</summary>
    public const long FurtherTip = 16_500;

    /// <summary>What a permit adds to the call that it is in.</summary>
    public const long Permit = 30_482;

    /// <summary>An authorization that pays one payee straight.</summary>
    public const long Authorization = 79_722;

    /// <summary>What it adds that the contract receives the money and pays it out.</summary>
    public const long Routing = 30_000;

    /// <summary>A transfer by Permit2 that the contract receives and pays out, to one payee.</summary>
    public const long Permit2 = 115_000;

    /// <summary>The sweep of a deposit address for one payee, which deploys its forwarder.</summary>
    public const long Sweep = 108_556;

    /// <summary>Each further payee of a sweep.</summary>
    public const long FurtherShare = 21_300;

    /// <summary>What a payment takes, all its transactions together.</summary>
    /// <param name="way">How it is paid.</param>
    /// <param name="payees">How many are paid.</param>
    /// <param name="isRouted">Whether the contract pays out what a signature brought it: where several are paid, or there is a fee.</param>
    public static long Of(PaymentWay way, int payees, bool isRouted) => way switch
    {
        PaymentWay.Contract => Approve + Tip + (FurtherTip * (payees - 1)),
        PaymentWay.Permit => Tip + Permit + (FurtherTip * (payees - 1)),
        PaymentWay.Authorization => Authorization + (isRouted ? Routing : 0) + (FurtherTip * (payees - 1)),
        PaymentWay.Permit2 => Permit2 + (FurtherTip * (payees - 1)),
        PaymentWay.DepositAddress => Transfer + Sweep + (FurtherShare * (payees - 1)),
        PaymentWay.Calldata => Transfer + Mark,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
