using ChainTips.Ethereum.Primitives;
using ChainTips.PaymentRequests;
using ChainTips.Tips;

namespace ChainTips.Matching;

/// <summary>The second rung: the payer signed an authorization (EIP-3009) whose nonce is the hash of terms that we gave out.</summary>
/// <remarks>
/// Whoever sent the transaction, the token shows the nonce right before the transfer, and nobody but the payer could have signed it. Its
/// other members were signed too, but by the payer's choice: so they are compared with the terms.
/// </remarks>
public sealed class AuthorizationRung : IMatchRung
{
    /// <inheritdoc/>
    public MatchRung Rung => MatchRung.Authorization;

    /// <inheritdoc/>
    public void Collect(LooseTransfer transfer, MatchQuestions questions)
    {
        if (transfer.Nonce is Hash32 nonce)
        {
            questions.Nonces.Add(nonce);
        }
    }

    /// <inheritdoc/>
    public RungVerdict Judge(LooseTransfer transfer, MatchKnowledge knowledge)
    {
        if (transfer.Nonce is not Hash32 nonce)
        {
            return new RungVerdict.Passes("No AuthorizationUsed of the payer stands right before the transfer.");
        }

        if (!knowledge.Terms.TryGetValue(nonce, out IssuedTerms? issued))
        {
            return new RungVerdict.Passes($"The nonce {nonce} of the authorization is not one that was issued here.");
        }

        PaymentTerms terms = issued.Terms;
        PaymentSubject.OfRequest subject = new(issued.Request);
        bool agrees = terms.Hash() == nonce
            && terms.ChainId == transfer.Location.ChainId
            && terms.Token == transfer.Amount.Token.Address
            && terms.Payees is [Address payee] && payee == transfer.To
            && terms.Amounts is [UInt256 amount] && amount == transfer.Amount.BaseUnits
            && terms.Fee == UInt256.Zero
            && SubjectTerms.FindFault(transfer, subject) is null;
        return agrees
            ? SubjectTerms.FindFault(transfer, subject) ?? (RungVerdict)new RungVerdict.Takes(
                subject.PaymentKind,
                subject,
                $"AuthorizationUsed at position {transfer.Location.Position - 1} shows the nonce {nonce}, which is the hash of the terms issued for {issued.Request.Id}; the Transfer after it moved {transfer.Amount} from the signer to {transfer.To}, as they ask.")
            : new RungVerdict.Refuses(
                subject,
                RefusalReason.TermsDiffer,
                $"The nonce {nonce} was issued for {Describe(terms)} for {issued.Request.Id}; the signer authorized {transfer.Amount.BaseUnits} base units of {transfer.Amount.Token.Address} to {transfer.To}.");
    }

    private static string Describe(PaymentTerms terms) =>
        $"{string.Join(" and ", terms.Payees.Zip(terms.Amounts, (payee, amount) => $"{amount} base units to {payee}"))} of {terms.Token} on chain {terms.ChainId}";
}
