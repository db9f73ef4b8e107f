using ChainTips.Chain;
using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Primitives;
using ChainTips.Tips;

namespace ChainTips.Matching.Calldata;

/// <summary>The fourth rung: the payer's wallet called <c>transfer</c> with our marker and a reference behind its arguments.</summary>
/// <remarks>
/// It must be the wallet's own call: its transaction, or one that it was asked to make as a smart wallet. Else a stranger could wrap a payment
/// of somebody else, and have it credited to a request of his own. Where a transaction holds two transfers or calls that are equal, it is
/// not seen which is which: nobody's request is credited by a guess. Not thread-safe.
/// </remarks>
/// <param name="entryPoints">The contracts whose user operations are believed (ERC-4337).</param>
public sealed class CalldataRung(IReadOnlyCollection<Address> entryPoints) : IMatchRung
{
    private const int ArgumentsEnd = AbiSignature.SelectorLength + (2 * Hash32.Length);
    private static readonly byte[] Transfer = AbiSignature.Selector("transfer(address,uint256)");
    private static readonly List<Hash32> None = [];

    /// <summary>A transaction is read once for all of its transfers, of which somebody may have put thousands into it.</summary>
    private readonly Dictionary<AskedTransfer, List<Hash32>> _asked = [];
    private TransactionCall? _read;

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

        PaymentSubject? subject = references.Select(reference => knowledge.Subjects.GetValueOrDefault(reference)).FirstOrDefault(known => known is not null);
        if (subject is null)
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
            return None;
        }

        if (!ReferenceEquals(transfer.Call, _read))
        {
            Read(transfer.Call);
        }

        AskedTransfer moved = new(transfer.From, transfer.Amount.Token.Address, transfer.To, transfer.Amount.BaseUnits);
        return _asked.GetValueOrDefault(moved, None);
    }

    private void Read(TransactionCall transaction)
    {
        _asked.Clear();
        foreach (ActedCall call in WalletCalls.Read(transaction, entryPoints))
        {
            ReadOnlySpan<byte> input = call.Input.Span;
            if (input.Length == ArgumentsEnd + CalldataSuffix.Length
                && input.StartsWith(Transfer)
                && CalldataSuffix.Find(input) is Hash32 reference
                && ReadArguments(call) is AskedTransfer asked)
            {
                if (!_asked.TryGetValue(asked, out List<Hash32>? references))
                {
                    _asked.Add(asked, references = []);
                }

                references.Add(reference);
            }
        }

        _read = transaction;
    }

    private static AskedTransfer? ReadArguments(ActedCall call)
    {
        AbiReader arguments = new(call.Input.Span[AbiSignature.SelectorLength..ArgumentsEnd]);
        return arguments.TryReadAddress(out Address payee) && arguments.TryReadUInt256(out UInt256 amount)
            ? new AskedTransfer(call.Actor, call.Target, payee, amount)
            : null;
    }

    private readonly record struct AskedTransfer(Address Wallet, Address Token, Address Payee, UInt256 Amount);
}
