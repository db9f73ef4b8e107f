using System.Globalization;
using ChainTips.Chain;
using ChainTips.Identity;
using ChainTips.Ledger;
using ChainTips.PaymentRequests;
using ChainTips.Server.Following;
using ChainTips.Server.Http;
using Microsoft.AspNetCore.Mvc;

namespace ChainTips.Server.Api;

/// <summary><c>/v1/deposits</c>: the deposit addresses that hold money, with the calls that pay it out.</summary>
internal static class DepositEndpoints
{
    public static void Map(RouteGroupBuilder v1) => v1.MapGet("/deposits", ListAsync)
        .WithTags("Deposits").WithSummary("List the deposit addresses that hold money, with the call that sweeps each").NeedsKey().Answers(400);

    private static async Task<ListView<HeldDepositView>> ListAsync(
        Caller caller, [AsParameters] Query query, FollowedChains chains, IGatewayDatabase database, CancellationToken cancellationToken)
    {
        PageRequest<PaymentRequest> page = RequestReader.ReadPage<PaymentRequest>(query.Limit, query.After);
        await using IGatewayTransaction transaction = await database.BeginReadAsync(cancellationToken);
        Page<HeldDeposit> held = await transaction.Ledger.ListHeldAsync(caller.PlatformId, page, cancellationToken);
        return ListView<HeldDepositView>.Of(
            held, one => HeldDepositView.Of(one, chains), one => one.Request.Id.ToString());
    }

    /// <summary>Which part of the list is wanted.</summary>
    /// <param name="Limit">How many at most, 1 to 100; 20 when left out.</param>
    /// <param name="After">The <c>next</c> of the page before.</param>
    internal sealed record Query([FromQuery(Name = "limit")] string? Limit, [FromQuery(Name = "after")] string? After);
}

/// <summary>Money at a deposit address.</summary>
/// <param name="PaymentRequest">Whose deposit address it is.</param>
/// <param name="DepositAddress">The address.</param>
/// <param name="Token">The token that lies there.</param>
/// <param name="Deposited">What arrived in all, in base units.</param>
/// <param name="Delivered">What of it was paid to the payees.</param>
/// <param name="Held">What lies there.</param>
/// <param name="Status"><c>unswept</c>: nobody paid it out yet. <c>kept</c>: the last sweep left it there, because a payee could not be paid.</param>
/// <param name="WhatToDo">What to do, as a sentence.</param>
/// <param name="Sweep">The call that pays it out, by anybody; null when the chain or its forwarder factory is not configured any more.</param>
internal sealed record HeldDepositView(
    string PaymentRequest, string DepositAddress, TokenView Token, string Deposited, string Delivered, string Held, string Status, string WhatToDo,
    WalletCall? Sweep)
{
    public static HeldDepositView Of(HeldDeposit held, FollowedChains chains) => new(
        held.Request.Id.ToString(),
        held.Request.DepositAddress!.Value.ToString(),
        TokenView.Of(held.Token),
        Digits(held.Deposited),
        Digits(held.Delivered),
        Digits(held.Held),
        held.IsKept ? "kept" : "unswept",
        held.IsKept
            ? "A payee could not be paid, and his share was kept for him, such as when the token blocks him. Send the sweep again once the token takes him."
            : "Send the sweep from any account. It pays the payees, and nobody else.",
        chains.Find(held.Token.ChainId) is ChainSettings settings ? WalletCall.OfSweep(held.Request, settings, held.Token.Address) : null);

    private static string Digits(UInt128 baseUnits) => baseUnits.ToString(CultureInfo.InvariantCulture);
}
