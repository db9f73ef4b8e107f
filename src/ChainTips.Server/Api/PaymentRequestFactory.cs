using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Money;
using ChainTips.PaymentRequests;
using ChainTips.Policies;
using ChainTips.Posts;
using ChainTips.Server.Following;
using ChainTips.Server.Http;
using ChainTips.Tips;

namespace ChainTips.Server.Api;

/// <summary>Makes a payment request from what a platform asks for, or says what is wrong with it.</summary>
internal sealed class PaymentRequestFactory(FollowedChains chains, PolicyGate gate, TimeProvider clock)
{
    private static readonly TimeSpan DefaultLife = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(366);

    /// <summary>The token that is asked for.</summary>
    /// <exception cref="ApiProblem">It is not credited here, or not clear.</exception>
    public Token ReadToken(NewPaymentRequest asked) => AskedToken.Choose(ChooseChain(asked.ChainId), asked.Token);

    /// <summary>Makes the request; it is not kept yet.</summary>
    /// <param name="transaction">The books.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="asked">What for.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <param name="whole">What is paid at once with it, as an item of a basket: gas is judged by that.</param>
    /// <exception cref="ApiProblem">Something that was asked for is wrong.</exception>
    public async Task<PaymentRequest> CreateAsync(
        IGatewayTransaction transaction, Caller caller, NewPaymentRequest asked, CancellationToken cancellationToken, UInt128? whole = null)
    {
        if ((asked.Post is null) == (asked.Creator is null))
        {
            throw ApiProblem.Invalid("payee_ambiguous", "Name either a post or a creator: one of the members post and creator.");
        }

        ChainSettings settings = ChooseChain(asked.ChainId);
        Token token = AskedToken.Choose(settings, asked.Token);
        Post? post = asked.Post is null ? null : await PostEndpoints.DemandAsync(transaction, caller, asked.Post, cancellationToken);
        Creator creator = await CreatorEndpoints.DemandAsync(
            transaction, caller, post?.CreatorId.ToString() ?? asked.Creator, cancellationToken);
        DateTimeOffset now = clock.GetUtcNow();
        Id<PaymentRequest> id = IdSource.Random<PaymentRequest>();
        PaymentRequest request = new(
            id,
            caller.PlatformId,
            ReadKind(asked),
            creator.Id,
            post?.Id,
            creator.Address,
            token,
            new Wanted(gate.Policy, token, post?.Payees?.Split.Payees ?? [creator.Address], whole).ReadAmount(asked),
            RequestReader.ReadText(asked.Description ?? post?.Title, "description", 500, mayBeEmpty: true),
            PaymentReference.Create(id.ToString()),
            now,
            ReadExpiry(asked.ExpiresAt, now))
        {
            Payees = post?.Payees,
        };
        return request with { DepositAddress = FindDepositAddress(request, settings) };
    }

    private static Address? FindDepositAddress(PaymentRequest request, ChainSettings settings) => settings.ForwarderFactory switch
    {
        ForwarderFactory factory => factory.ForwarderOf(request.Reference.Value, request.Split),
        null => null,
    };

    private ChainSettings ChooseChain(ulong? chainId)
    {
        ChainSettings settings = AskedToken.ChooseChain(chains, chainId);
        return chains.StatusOf(settings.ChainId).IsVerified
            ? settings
            : throw new ApiProblem(
                503, "chain_unverified", $"The node of chain {settings.ChainId} has not answered since the gateway started, so nothing is asked for on it. Try again; /v1/chains says what is wrong.");
    }

    private static PaymentRequestKind ReadKind(NewPaymentRequest asked)
    {
        PaymentRequestKind? kind = asked.Kind is null
            ? PaymentRequestKind.Tip
            : Enum.GetValues<PaymentRequestKind>().Cast<PaymentRequestKind?>().FirstOrDefault(one => PaymentRequestView.NameOf(one!.Value) == asked.Kind);
        return kind switch
        {
            null => throw ApiProblem.Invalid("kind_unknown", $"kind: '{RequestReader.Shorten(asked.Kind)}' is none of tip, unlock, basket."),
            PaymentRequestKind.Basket => throw ApiProblem.Invalid(
                "basket_without_items", "items: a basket has items, each with a post or creator and an amount. Send them, or ask for a tip."),
            PaymentRequestKind.Refund => throw ApiProblem.Invalid(
                "kind_refund", "kind: a refund belongs to a payment; POST /v1/payments/{id}/refunds makes it."),
            PaymentRequestKind.Unlock when asked.Amount is null => throw ApiProblem.Invalid(
                "unlock_without_amount", "amount: a request that unlocks something has a fixed price. Send amount, or ask for a tip."),
            PaymentRequestKind known => known,
        };
    }

    private static DateTimeOffset ReadExpiry(DateTimeOffset? asked, DateTimeOffset now) => asked switch
    {
        null => now + DefaultLife,
        DateTimeOffset expiry when expiry > now && expiry <= now + LongestLife => DateTimeOffset.FromUnixTimeMilliseconds(expiry.ToUnixTimeMilliseconds()),
        _ => throw ApiProblem.Invalid("expiry_out_of_range", $"expiresAt: {asked:O} is not between now and a year from now."),
    };
}
