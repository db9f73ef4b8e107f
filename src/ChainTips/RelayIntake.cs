using System.Globalization;
using ChainTips.Chain;
using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.PaymentRequests;
using ChainTips.Platforms;
using ChainTips.Relaying;

namespace ChainTips;

/// <summary>Decides about an authorization that somebody hands in: checks all that can be checked without spending anything, and claims it.</summary>
/// <remarks>
/// The checks read the chain outside of any database transaction. The claim is one row, unique by chain, token, payer and nonce, in the
/// transaction of the caller: of any number of copies one is taken, whatever bytes their signatures have.
/// </remarks>
/// <param name="desk">The chain's relaying.</param>
public sealed class RelayIntake(RelayDesk desk)
{
    /// <summary>The chain.</summary>
    public ulong ChainId => desk.Chain.ChainId;

    /// <summary>Checks an authorization; nothing is kept yet.</summary>
    /// <param name="platformId">Who hands it in.</param>
    /// <param name="issued">The terms that it is of.</param>
    /// <param name="payer">Who signed.</param>
    /// <param name="signature">What he signed with.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <exception cref="EthereumRpcException">The node did not answer as it should; nothing is known.</exception>
    public async Task<RelayDecision> CheckAsync(
        Id<Platform> platformId, IssuedTerms issued, Address payer, ReadOnlyMemory<byte> signature, CancellationToken cancellationToken)
    {
        AllowedToken? token = desk.Chain.Tokens.FirstOrDefault(allowed => allowed.Token.Address == issued.Terms.Token);
        if (token?.DomainSeparator is null || issued.Terms.Router != desk.Chain.Router)
        {
            return Refuse(RelayRefusalCode.TermsOutdated, "The terms name a token or a contract that is not configured here any more. Ask for new ones with POST /v1/payment-requests/{id}/intents.");
        }

        Hash32 nonce = issued.Terms.Hash();
        Hash32 digest = SignedAuthorization.DigestOf(issued.Terms, token, payer, nonce);
        if (!TokenSignature.TryWrite(signature, digest, payer, out ReadOnlyMemory<byte> written, out bool isOfKey, out string? fault))
        {
            return Refuse(RelayRefusalCode.SignatureInvalid, fault);
        }

        SignedAuthorization authorization = new(issued.Terms, payer, written);
        DateTimeOffset now = desk.Clock.GetUtcNow();
        ChainHeads heads = await desk.Source.ReadHeadsAsync(cancellationToken);
        DateTimeOffset headTime = BlockRef.TimeOf(heads.Head);
        if (authorization.ValidBefore - desk.Settings.AcceptMargin <= (now > headTime ? now : headTime))
        {
            return Refuse(
                RelayRefusalCode.AuthorizationExpired,
                $"The authorization is good until {authorization.ValidBefore:O}, and it takes up to {desk.Settings.AcceptMargin.TotalSeconds} seconds to bring it to the chain. Let the payer sign new terms.");
        }

        // A key's signature needs no node; whether the payer is a contract, and what it says, the token tells in the simulation.
        if (!isOfKey && await desk.Source.VerifySignatureAsync(payer, digest, written, cancellationToken) is SignatureVerification.Invalid invalid)
        {
            return Refuse(RelayRefusalCode.SignatureInvalid, $"The signature is not one of {payer} for these terms. {invalid.Reason}");
        }

        return await SimulateAsync(new Relay(IdSource.Random<Relay>(), platformId, issued.Request.Id, authorization, 0, now), cancellationToken);
    }

    /// <summary>Claims an authorization that was checked.</summary>
    /// <returns>The relay: the one given, or the one that the same authorization has already; or why there is none.</returns>
    public async Task<RelayDecision> ClaimAsync(IGatewayTransaction transaction, Relay relay, CancellationToken cancellationToken)
    {
        SignedAuthorization authorization = relay.Authorization;
        if (await transaction.Relays.FindAsync(authorization.Payer, authorization.Nonce, cancellationToken) is Relay earlier)
        {
            return new RelayDecision.Takes(earlier);
        }

        DateTimeOffset since = desk.Clock.GetUtcNow() - RelayBudget.Span;
        RelayUse ofPlatform = await transaction.Relays.SumAsync(relay.PlatformId, null, since, cancellationToken);
        RelayUse ofPayer = await transaction.Relays.SumAsync(relay.PlatformId, authorization.Payer, since, cancellationToken);
        string? fault = desk.Settings.Platform.FindFault("This platform", ofPlatform, relay.Gas)
            ?? desk.Settings.Payer.FindFault($"The payer {authorization.Payer}", ofPayer, relay.Gas);
        if (fault is not null)
        {
            return Refuse(RelayRefusalCode.BudgetExhausted, fault);
        }

        return await transaction.Relays.TryAddAsync(relay, cancellationToken)
            ? new RelayDecision.Takes(relay)
            : new RelayDecision.Takes((await transaction.Relays.FindAsync(authorization.Payer, authorization.Nonce, cancellationToken))!);
    }

    private async Task<RelayDecision> SimulateAsync(Relay relay, CancellationToken cancellationToken)
    {
        SignedAuthorization authorization = relay.Authorization;
        RelayCall call = RelayCall.Of(authorization);
        ulong most = desk.Settings.MostGasFor(authorization);
        CallOutcome outcome = await desk.Sender.SimulateAsync(desk.Payer, call, most, cancellationToken);
        if (outcome is CallOutcome.Succeeds fine)
        {
            return new RelayDecision.Takes(relay with { Gas = fine.Gas });
        }

        PayerStanding standing = await desk.Sender.ReadStandingAsync(authorization.Terms.Token, authorization.Payer, authorization.Nonce, cancellationToken);

        // Used already: perhaps by an observer who sent it first, and then the payer has paid. Whoever follows the chain finds out.
        return standing.IsUsed
            ? new RelayDecision.Takes(relay)
            : standing.Balance < authorization.Total
                ? Refuse(RelayRefusalCode.BalanceTooLow, string.Create(
                    CultureInfo.InvariantCulture, $"The payer {authorization.Payer} holds {standing.Balance} base units, and the payment needs {authorization.Total}. Let him add to it, and hand the same signature in again."))
                : Refuse(RelayRefusalCode.SimulationFailed, $"The token would refuse the payment now, or it needs more than {most} units of gas; nothing was sent. {((CallOutcome.Fails)outcome).Reason}");
    }

    private static RelayDecision.Refuses Refuse(RelayRefusalCode code, string detail) => new(new RelayRefusal(code, detail));
}
