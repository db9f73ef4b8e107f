using ChainTips.PaymentRequests;
using ChainTips.Tips;

namespace ChainTips.Matching;

/// <summary>The third rung: the money went to the address of one request, whose forwarder can pay nobody but its payees.</summary>
/// <remarks>
/// It asks for nothing but the address, so it takes what exchanges and simple wallets send, however late and in whatever parts. What leaves
/// the address is the delivery of what came. The address is looked up, not watched: it costs the same with one open request as with millions.
/// </remarks>
public sealed class DepositRung : IMatchRung
{
    /// <inheritdoc/>
    public MatchRung Rung => MatchRung.DepositAddress;

    /// <inheritdoc/>
    public void Collect(LooseTransfer transfer, MatchQuestions questions)
    {
        questions.Addresses.Add(transfer.From);
        questions.Addresses.Add(transfer.To);
    }

    /// <inheritdoc/>
    public RungVerdict Judge(LooseTransfer transfer, MatchKnowledge knowledge)
    {
        if (transfer.From == transfer.To)
        {
            return new RungVerdict.Passes("Both sides of the transfer are one account, so it moved nothing.");
        }

        if (knowledge.Forwarders.TryGetValue(transfer.To, out PaymentRequest? paid))
        {
            return paid.Token.ChainId != transfer.Location.ChainId
                ? OtherChain(transfer, paid)
                : new RungVerdict.Takes(
                    PaymentKind.Deposit,
                    new PaymentSubject.OfRequest(paid),
                    $"{transfer.To} is the deposit address of {paid.Id} and of nothing else; the Transfer moved {transfer.Amount} to it.");
        }

        if (knowledge.Forwarders.TryGetValue(transfer.From, out PaymentRequest? swept))
        {
            return swept.Token.ChainId != transfer.Location.ChainId
                ? OtherChain(transfer, swept)
                : new RungVerdict.Takes(
                    PaymentKind.Delivery,
                    new PaymentSubject.OfRequest(swept),
                    $"{transfer.From} is the deposit address of {swept.Id}; the Transfer delivered {transfer.Amount} to {transfer.To}.");
        }

        return new RungVerdict.Passes("Neither side of the transfer is the deposit address of a request.");
    }

    private static RungVerdict.Refuses OtherChain(LooseTransfer transfer, PaymentRequest request) => new(
        new PaymentSubject.OfRequest(request),
        RefusalReason.ChainDiffers,
        $"The request {request.Id} asks for a payment on chain {request.Token.ChainId}; this one is on chain {transfer.Location.ChainId}.");
}
