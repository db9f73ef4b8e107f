using ChainTips.Chain;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Ledger;
using ChainTips.Matching;
using ChainTips.Server.Following;
using ChainTips.Server.Http;
using ChainTips.Tips;

namespace ChainTips.Server.Api;

/// <summary>Keeps what somebody who may says that a transfer was for. It is booked by whoever follows the chain, a moment later.</summary>
internal sealed class TransferDecisions(FollowedChains chains, IServiceProvider services, IGatewayDatabase database, TimeProvider clock)
{
    /// <summary>The transfer at a position of a transaction, which is final and waits for a decision.</summary>
    /// <exception cref="ApiProblem">There is none, or nothing is to be decided about it.</exception>
    public async Task<OpenTransfer> DemandOpenAsync(
        IGatewayTransaction transaction, ulong chainId, Hash32 transactionHash, int position, CancellationToken cancellationToken)
    {
        ChainSettings settings = chains.Find(chainId)
            ?? throw ApiProblem.Invalid("chain_unknown", $"chainId: chain {chainId} is not configured here.");
        LooseTransfer transfer = await ReadAsync(settings, transactionHash, position, cancellationToken);
        FollowedChain? followed = await transaction.Chains.FindAsync(chainId, cancellationToken);
        if (!(transfer.Block.Number <= followed?.Cursor.Finalized?.Number))
        {
            throw NotFinal(transfer.Block.Number);
        }

        if (await transaction.Decisions.FindAsync(transfer.Location, cancellationToken) is MatchDecision earlier)
        {
            throw new ApiProblem(
                409, "transfer_decided", $"The transfer at {transfer.Location} was said to be for {earlier.Subject.Reference.SubjectId} at {earlier.DecidedAt:O} already.");
        }

        Id<Payment> own = PaymentIds.OfTransfer(database.Ids, transfer.Location);
        return await transaction.Decisions.FindKindAsync(own, cancellationToken) switch
        {
            null => new OpenTransfer(transfer, own),
            PaymentKind.Doubt => new OpenTransfer(transfer, PaymentIds.OfAssignment(database.Ids, transfer.Location)),
            _ => throw new ApiProblem(409, "transfer_credited", $"The transfer at {transfer.Location} is in the books already, as payment {own}."),
        };
    }

    /// <summary>Keeps the decision.</summary>
    /// <exception cref="ApiProblem">The transfer went to somebody else than who is paid for this.</exception>
    public async Task<DecisionView> KeepAsync(
        IGatewayTransaction transaction, OpenTransfer open, MatchRung rung, PaymentSubject subject, string note, CancellationToken cancellationToken)
    {
        LooseTransfer transfer = open.Transfer;
        if (SubjectTerms.FindFault(transfer, subject) is RungVerdict.Refuses fault)
        {
            throw new ApiProblem(409, PaymentRequestView.NameOf(fault.Reason), fault.Why + " Name what is paid there.");
        }

        MatchDecision decision = new(transfer.Location, transfer.Block, rung, subject, note, clock.GetUtcNow());
        return await transaction.Decisions.AddAsync(decision, open.Payment, cancellationToken)
            ? DecisionView.Of(decision, open.Payment)
            : throw new ApiProblem(409, "transfer_decided", $"Somebody else decided about the transfer at {transfer.Location} in the same moment.");
    }

    /// <summary>Whether an account signed a digest, as the chain says.</summary>
    /// <exception cref="ApiProblem">The node does not answer.</exception>
    public async Task<Ethereum.Crypto.SignatureVerification> VerifyAsync(
        ulong chainId, Address signer, Hash32 digest, ReadOnlyMemory<byte> signature, CancellationToken cancellationToken)
    {
        try
        {
            return await SourceOf(chainId).VerifySignatureAsync(signer, digest, signature, cancellationToken);
        }
        catch (EthereumRpcException error)
        {
            throw NodeFault(chainId, error);
        }
    }

    private async Task<LooseTransfer> ReadAsync(ChainSettings settings, Hash32 transactionHash, int position, CancellationToken cancellationToken)
    {
        try
        {
            return await new TransferReader(SourceOf(settings.ChainId), settings).ReadAsync(transactionHash, position, cancellationToken) switch
            {
                ReadTransfer.Found found => found.Transfer,
                ReadTransfer.Unknown unknown => throw ApiProblem.NotFound("transfer_unknown", unknown.Why),
                ReadTransfer.NotFinal pending => throw NotFinal(pending.Block),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        }
        catch (EthereumRpcException error)
        {
            throw NodeFault(settings.ChainId, error);
        }
    }

    private IChainSource SourceOf(ulong chainId) => services.GetRequiredKeyedService<IChainSource>(chainId);

    private static ApiProblem NotFinal(BlockNumber block) => new(
        409, "transfer_not_final", $"Block {block} of the transfer can still be reverted. Try again when it is final; /v1/chains says how far that is.");

    private static ApiProblem NodeFault(ulong chainId, EthereumRpcException error) => new(
        503, "chain_unavailable", $"The node of chain {chainId} does not answer as it should: {error.Message} Try again later.");
}

/// <summary>A transfer that waits for a decision.</summary>
/// <param name="Transfer">The transfer.</param>
/// <param name="Payment">The id of the payment that comes of it.</param>
internal sealed record OpenTransfer(LooseTransfer Transfer, Id<Payment> Payment);

/// <summary>What a transfer is said to be for.</summary>
/// <param name="Payment">The payment that comes of it: it is in the books a moment later.</param>
/// <param name="Rung"><c>claim</c> or <c>operator</c>.</param>
/// <param name="For">The payment request or post.</param>
/// <param name="ChainId">The chain.</param>
/// <param name="TransactionHash">The transaction.</param>
/// <param name="Position">The place of the token's log in the receipt, from 0.</param>
/// <param name="Note">The evidence.</param>
/// <param name="DecidedAt">When it was said.</param>
internal sealed record DecisionView(
    string Payment, string Rung, string For, ulong ChainId, string TransactionHash, int Position, string Note, DateTimeOffset DecidedAt)
{
    public static DecisionView Of(MatchDecision decision, Id<Payment> payment) => new(
        payment.ToString(),
        PaymentRequestView.NameOf(decision.Rung),
        decision.Subject.Reference.SubjectId,
        decision.Location.ChainId,
        decision.Location.TransactionHash.ToString(),
        decision.Location.Position,
        decision.Note,
        decision.DecidedAt);
}
