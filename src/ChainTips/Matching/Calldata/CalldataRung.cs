using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Primitives;
using ChainTips.Tips;

namespace ChainTips.Matching.Calldata;

/// <summary>The fourth rung: the payer's wallet called <c>transfer</c> with our marker and a reference behind its arguments.</summary>
/// <remarks>
/// It must be the wallet's own call: its transaction, or one that it was asked to make as a smart wallet. Else a stranger could wrap a payment
/// of somebody else, and have it credited to a request of his own. Where a transaction holds two transfers or calls that are equal, it is
/// not seen which is which: nobody's request is credited by a guess.
/// </remarks>
/// <param name="entryPoints">The contracts whose user operations are believed (ERC-4337).</param>
public sealed class CalldataRung(IReadOnlyCollection<Address> entryPoints) : IMatchRung
{
    private const string Transfer = "transfer(address,uint256)";

    /// <inheritdoc/>
    public MatchRung Rung => MatchRung.Calldata;

    /// <inheritdoc/>
    public void Collect(LooseTransfer transfer, MatchQuestions questions) => questions.References.UnionWith(FindReferences(transfer));

    /// <inheritdoc/>
    public RungVerdict Judge(LooseTransfer transfer, MatchKnowledge knowledge)
    {
        List<Hash32> references = FindReferences(transfer);
        if (references.Count == 0)
        {
            return new RungVerdict.Passes(transfer.Call is null
                ? "Its payee is nobody here, so its calldata was not read."
                : "The payer's wallet made no transfer call with our marker at its end.");
        }

        if (transfer.Nonce is not null)
        {
            return new RungVerdict.Passes("The transfer was made by an authorization, so no call of the payer's wallet made it.");
        }

        if (!knowledge.Subjects.TryGetValue(references[0], out PaymentSubject? subject))
        {
            return new RungVerdict.Refuses(
                null, RefusalReason.UnknownReference, $"The payment reference {references[0]} is that of no payment request and no post.");
        }

        if (SubjectTerms.FindFault(transfer, subject) is RungVerdict.Refuses fault)
        {
            return fault;
        }

        string where = $"The call transfer({transfer.To}, {transfer.Amount.BaseUnits}) of {transfer.From} ends in our marker and the reference of {subject.Reference.SubjectId}";
        return references.Count > 1 || transfer.Twins > 1
            ? new RungVerdict.Takes(
                PaymentKind.Doubt, subject,
                $"{where}; the transaction holds {transfer.Twins} equal transfers and {references.Count} such calls, so it is not seen which is which.")
            : new RungVerdict.Takes(subject.PaymentKind, subject, where + ".");
    }

    /// <summary>The references of the payer's own calls that ask for exactly this transfer.</summary>
    private List<Hash32> FindReferences(LooseTransfer transfer)
    {
        if (transfer.Call is null)
        {
            return [];
        }

        byte[] asked = new AbiWriter().Write(transfer.To).Write((UInt256)transfer.Amount.BaseUnits).ToCall(Transfer);
        List<Hash32> found = [];
        foreach (ActedCall call in WalletCalls.Read(transfer.Call, entryPoints))
        {
            if (call.Actor == transfer.From
                && call.Target == transfer.Amount.Token.Address
                && call.Input.Length == asked.Length + CalldataSuffix.Length
                && call.Input.Span.StartsWith(asked)
                && CalldataSuffix.Find(call.Input.Span) is Hash32 reference)
            {
                found.Add(reference);
            }
        }

        return found;
    }
}
