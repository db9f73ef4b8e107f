using ChainTips.Money;
using ChainTips.PaymentRequests;

namespace ChainTips.Ledger;

/// <summary>Money that lies at a deposit address.</summary>
/// <param name="Request">Whose deposit address it is.</param>
/// <param name="Token">The token, which need not be the one that is asked for.</param>
/// <param name="Deposited">What arrived in all, in base units.</param>
/// <param name="Delivered">What was paid on of it.</param>
/// <param name="IsKept">
/// Whether something was paid on after the last deposit: a sweep left the rest in place, because a payee could not be paid.
/// </param>
public sealed record HeldDeposit(PaymentRequest Request, Token Token, UInt128 Deposited, UInt128 Delivered, bool IsKept)
{
    /// <summary>What lies there.</summary>
    public UInt128 Held => Deposited - Delivered;
}
