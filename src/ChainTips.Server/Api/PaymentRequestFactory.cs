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

    /// <summary>The settings of the chain that a request is paid on.</summary>
    public ChainSettings SettingsOf(PaymentRequest request) => chains.SettingsOf(request.Token);

    /// <summary>Makes the request; it is not kept yet.</summary>
    /// <exception cref="ApiProblem">Something that was asked for is wrong.</exception>
    public async Task<PaymentRequest> CreateAsync(
        IGatewayTransaction transaction, Caller caller, NewPaymentRequest asked, CancellationToken cancellationToken)
    {
        if ((asked.Post is null) == (asked.Creator is null))
        {
            throw ApiProblem.Invalid("payee_ambiguous", "Name either a post or a creator: one of the members post and creator.");
        }

        Token token = AskedToken.Choose(ChooseChain(asked.ChainId), asked.Token);
        Post? post = asked.Post is null ? null : await PostEndpoints.DemandAsync(transaction, caller, asked.Post, cancellationToken);
        Creator creator = await CreatorEndpoints.DemandAsync(
            transaction, caller, post?.CreatorId.ToString() ?? asked.Creator, cancellationToken);
        DateTimeOffset now = clock.GetUtcNow();
        Id<PaymentRequest> id = IdSource.Random<PaymentRequest>();
        return new PaymentRequest(
            id,
            caller.PlatformId,
            creator.Id,
            post?.Id,
            creator.Address,
            token,
            ReadAmount(asked, token, [creator.Address]),
            RequestReader.ReadText(asked.Description ?? post?.Title, "description", 500, mayBeEmpty: true),
            PaymentReference.Create(id.ToString()),
            now,
            ReadExpiry(asked.ExpiresAt, now));
    }

    private ChainSettings ChooseChain(ulong? chainId)
    {
        ChainSettings settings = AskedToken.ChooseChain(chains, chainId);
        return chains.StatusOf(settings.ChainId).IsVerified
            ? settings
            : throw new ApiProblem(
                503, "chain_unverified", $"The node of chain {settings.ChainId} has not answered since the gateway started, so nothing is asked for on it. Try again; /v1/chains says what is wrong.");
    }

    private AskedAmount ReadAmount(NewPaymentRequest asked, Token token, IReadOnlyList<Address> payees)
    {
        if (asked.Amount is not null)
        {
            return asked.Minimum is null && asked.Maximum is null
                ? new AskedAmount.Fixed(ReadWanted(asked.Amount, "amount", token, payees))
                : throw ApiProblem.Invalid("amount_ambiguous", "Send either amount, or minimum and maximum, not both.");
        }

        TokenPolicy? rules = gate.Policy.Find(token);
        UInt128 minimum = asked.Minimum is null ? rules?.Minimum ?? 1 : ReadWanted(asked.Minimum, "minimum", token, payees);
        UInt128 maximum = asked.Maximum is null
            ? DemandWanted(rules?.Maximum ?? UInt128.MaxValue, token, payees)
            : ReadWanted(asked.Maximum, "maximum", token, payees);
        return minimum <= maximum
            ? new AskedAmount.Open(minimum, maximum)
            : throw ApiProblem.Invalid("amount_range_empty", $"minimum: {minimum} is more than the maximum {maximum}.");
    }

    private UInt128 ReadWanted(string text, string member, Token token, IReadOnlyList<Address> payees) =>
        BaseUnits.TryParse(text, token, out UInt128 baseUnits, out string? error)
            ? DemandWanted(baseUnits, token, payees)
            : throw ApiProblem.Invalid("amount_malformed", $"{member}: {error}");

    /// <summary>Nothing is asked for that the policy would refuse whoever paid it.</summary>
    private UInt128 DemandWanted(UInt128 baseUnits, Token token, IReadOnlyList<Address> payees)
    {
        IReadOnlyList<PolicyRefusal> refusals = PolicyEngine.CheckTerms(gate.Policy, new TokenAmount(baseUnits, token), payees);
        return refusals.Count == 0
            ? baseUnits
            : throw new ApiProblem(422, refusals[0].Code, string.Join(" ", refusals.Select(refusal => refusal.Detail)));
    }

    private static DateTimeOffset ReadExpiry(DateTimeOffset? asked, DateTimeOffset now) => asked switch
    {
        null => now + DefaultLife,
        DateTimeOffset expiry when expiry > now && expiry <= now + LongestLife => DateTimeOffset.FromUnixTimeMilliseconds(expiry.ToUnixTimeMilliseconds()),
        _ => throw ApiProblem.Invalid("expiry_out_of_range", $"expiresAt: {asked:O} is not between now and a year from now."),
    };
}
