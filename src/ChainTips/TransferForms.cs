using ChainTips.Ethereum.Primitives;
using ChainTips.Matching;
using ChainTips.Tips;

namespace ChainTips;

/// <summary>A loose transfer in the forms in which it is kept.</summary>
internal static class TransferForms
{
    /// <summary>The transfer as the tip that a rung found in it.</summary>
    /// <param name="transfer">The transfer.</param>
    /// <param name="rung">The rung that took it.</param>
    /// <param name="reference">The reference of what was paid for.</param>
    public static Tip ToTip(this LooseTransfer transfer, MatchRung rung, Hash32 reference) => new(
        rung == MatchRung.Authorization ? transfer.Location with { Position = transfer.Location.Position - 1 } : transfer.Location,
        transfer.Block,
        transfer.Timestamp,
        transfer.TransactionIndex,
        ContractOf(transfer, rung),
        reference,
        transfer.From,
        transfer.To,
        transfer.Amount,
        transfer.Location.Position);

    /// <summary>The transfer as one that is credited to nobody.</summary>
    public static RefusedTip ToRefused(this LooseTransfer transfer, RefusalReason reason, string explanation)
    {
        Tip? stated = transfer.Stated;
        TipSent says = new(
            stated?.PaymentReference ?? Hash32.Zero, transfer.From, transfer.To, transfer.Amount.Token.Address, transfer.Amount.BaseUnits, UInt256.Zero);
        return new RefusedTip(
            stated?.Location ?? transfer.Location, transfer.Block, stated?.Router ?? transfer.Amount.Token.Address, says, reason, explanation)
        {
            TransferPosition = transfer.Location.Position,
        };
    }

    /// <remarks>
    /// Decisions are made after the chain went on, so they are chained by hashes of their own: of no contract. All other direct payments are those of
    /// the token itself.
    /// </remarks>
    private static Address ContractOf(LooseTransfer transfer, MatchRung rung) =>
        rung is MatchRung.Claim or MatchRung.Operator ? Address.Zero : transfer.Amount.Token.Address;
}
