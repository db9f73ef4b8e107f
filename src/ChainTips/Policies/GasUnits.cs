namespace ChainTips.Policies;

/// <summary>How many units of gas a payment takes by each way, as measured with the test dollar in <c>contracts/gas/gas-table.md</c>.</summary>
/// <remarks>
/// Payees hold the token already; one who never did costs some 17,000 more. The figures are there to compare ways, and for the order of
/// magnitude; a wallet asks its node before it sends.
/// </remarks>
public static class GasUnits
{
    /// <summary>A plain transfer.</summary>
    public const long Transfer = 45_162;

    /// <summary>A transfer with the 48 bytes behind its calldata that name what it is for.</summary>
    public const long MarkedTransfer = 45_936;

    /// <summary>An approval where none is left of an earlier one.</summary>
    public const long Approve = 55_072;

    /// <summary>A tip of one payee by the contract that uses up what was approved for it.</summary>
    public const long Tip = 54_433;

    /// <summary>A tip of one payee with the payer's first permit in the same call.</summary>
    public const long TipWithPermit = 89_845;

    /// <summary>Each further payee of a call of the contract.</summary>
    public const long FurtherTip = 15_300;

    /// <summary>An authorization that pays one payee straight.</summary>
    public const long Authorization = 79_722;

    /// <summary>An authorization to one payee that the contract receives and pays out with a fee.</summary>
    public const long AuthorizationWithFee = 111_352;

    /// <summary>What the fee is of that.</summary>
    public const long Fee = 12_080;

    /// <summary>A transfer by Permit2 to one payee that the contract receives and pays out, with a nonce in a word of its own.</summary>
    public const long Permit2 = 110_298;

    /// <summary>The sweep of a deposit address for one payee, which deploys its forwarder.</summary>
    public const long Sweep = 108_556;

    /// <summary>Each further payee of a sweep.</summary>
    public const long FurtherShare = 21_700;

    /// <summary>What a payment takes, all its transactions together.</summary>
    /// <param name="way">How it is paid.</param>
    /// <param name="payees">How many are paid.</param>
    /// <param name="hasFee">Whether the platform's fee is paid beside them; only a way that takes one counts it.</param>
    public static long Of(PaymentWay way, int payees, bool hasFee) => way switch
    {
        PaymentWay.Contract => Approve + Tip + (FurtherTip * (payees - 1)),
        PaymentWay.Permit => TipWithPermit + (FurtherTip * (payees - 1)),
        PaymentWay.Authorization when payees == 1 && !hasFee => Authorization,
        PaymentWay.Authorization => AuthorizationWithFee - (hasFee ? 0 : Fee) + (FurtherTip * (payees - 1)),
        PaymentWay.Permit2 => Permit2 + (hasFee ? Fee : 0) + (FurtherTip * (payees - 1)),
        PaymentWay.DepositAddress => Transfer + Sweep + (FurtherShare * (payees - 1)),
        PaymentWay.Calldata => MarkedTransfer,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
