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

    /// <summary>Makes the request; it is not kept yet.</summary>
    /// <exception cref="ApiProblem">Something that was asked for is wrong.</exception>
    public async Task<PaymentRequest> CreateAsync(
        IGatewayTransaction transaction, Caller caller, NewPaymentRequest asked, CancellationToken cancellationToken)
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
            ReadAmount(asked, token, post?.Payees?.Split.Payees ?? [creator.Address]),
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
        null when request.Payees is null => null,
        null => throw new ApiProblem(
            409, "split_unpayable", $"The post {request.PostId} is paid to {request.Split.Shares.Count} payees, for which chain {settings.ChainId} has no forwarder "
            + "factory configured. Choose another chain, or ask for a creator instead of the post."),
    };

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
                ? ReadFixed(asked.Amount, asked.Tolerance, token, payees)
                : throw ApiProblem.Invalid("amount_ambiguous", "Send either amount, or minimum and maximum, not both.");
        }

        if (asked.Tolerance is not null)
        {
            throw ApiProblem.Invalid(
                "tolerance_without_amount", "tolerance: it goes with a fixed amount; with an open one, send what is enough as minimum.");
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

    private AskedAmount.Fixed ReadFixed(string amount, string? tolerance, Token token, IReadOnlyList<Address> payees)
    {
        UInt128 baseUnits = ReadWanted(amount, "amount", token, payees);
        UInt128 missing = tolerance is null or "0" ? 0 : ReadUnits(tolerance, "tolerance", token);
        return missing < baseUnits
            ? new AskedAmount.Fixed(baseUnits, missing)
            : throw ApiProblem.Invalid(
                "tolerance_too_large", $"tolerance: {missing} is not less than the amount {baseUnits}, so nothing would be asked for. Send a smaller one.");
    }

    private static PaymentRequestKind ReadKind(NewPaymentRequest asked)
    {
        PaymentRequestKind? kind = asked.Kind is null
            ? PaymentRequestKind.Tip
            : Enum.GetValues<PaymentRequestKind>().Cast<PaymentRequestKind?>().FirstOrDefault(one => PaymentRequestView.NameOf(one!.Value) == asked.Kind);
        return kind switch
        {
            null => throw ApiProblem.Invalid("kind_unknown", $"kind: '{RequestReader.Shorten(asked.Kind)}' is none of tip, unlock, basket."),
            PaymentRequestKind.Refund => throw ApiProblem.Invalid(
                "kind_refund", "kind: a refund belongs to a payment; POST /v1/payments/{id}/refunds makes it."),
            PaymentRequestKind.Unlock when asked.Amount is null => throw ApiProblem.Invalid(
                "unlock_without_amount", "amount: a request that unlocks something has a fixed price. Send amount, or ask for a tip."),
            PaymentRequestKind known => known,
        };
    }

    private static UInt128 ReadUnits(string text, string member, Token token) =>
        BaseUnits.TryParse(text, token, out UInt128 baseUnits, out string? error)
            ? baseUnits
            : throw ApiProblem.Invalid("amount_malformed", $"{member}: {error}");

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
