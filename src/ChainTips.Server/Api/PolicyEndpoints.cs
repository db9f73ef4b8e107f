using ChainTips.Identity;
using ChainTips.Money;
using ChainTips.PaymentRequests;
using ChainTips.Policies;
using ChainTips.Posts;
using ChainTips.Server.Configuration;
using ChainTips.Server.Following;
using ChainTips.Server.Http;

namespace ChainTips.Server.Api;

/// <summary><c>/v1/policy</c>: what payments are wanted, and whether one would be.</summary>
internal static class PolicyEndpoints
{
    public static void Map(RouteGroupBuilder v1)
    {
        RouteGroupBuilder policy = v1.MapGroup("/policy").WithTags("Policy").NeedsKey();
        policy.MapGet("/", Read).WithSummary("Read the policy in force");
        policy.MapPost("/check", CheckAsync).WithSummary("Ask whether a payment would be wanted; nothing is written").Answers(400, 404, 413, 415);
    }

    private static PolicyView Read(PolicyGate gate, GatewayConfiguration configuration) => PolicyView.Of(gate.Policy, configuration.PolicyFile is not null);

    private static async Task<PolicyDecisionView> CheckAsync(
        Caller caller, PolicyCheck body, [AsParameters] Checking checking, CancellationToken cancellationToken)
    {
        if (new[] { body.Creator, body.Post, body.PaymentRequest }.Count(named => named is not null) != 1)
        {
            throw ApiProblem.Invalid("payee_ambiguous", "Name a post, a creator or a payment request: one of the members post, creator and paymentRequest.");
        }

        await using IGatewayTransaction books = await checking.Database.BeginReadAsync(cancellationToken);
        PolicyQuestion question = body.PaymentRequest is null
            ? await AskForPayeeAsync(books, caller, body, checking.Chains, cancellationToken)
            : await AskForRequestAsync(books, caller, body, cancellationToken);
        question = question with
        {
            Payer = body.Payer is null ? null : RequestReader.ReadAddress(body.Payer, "payer"),
            Way = ReadWay(body.Way),
        };
        PolicyDecision decision = await checking.Gate.CheckAsync(books.Policies, question, cancellationToken);
        return PolicyDecisionView.Of(question, decision, checking.Gate.Policy);
    }

    private static async Task<PolicyQuestion> AskForPayeeAsync(
        IGatewayTransaction books, Caller caller, PolicyCheck body, FollowedChains chains, CancellationToken cancellationToken)
    {
        Token token = AskedToken.Choose(AskedToken.ChooseChain(chains, body.ChainId), body.Token);
        Post? post = body.Post is null ? null : await PostEndpoints.DemandAsync(books, caller, body.Post, cancellationToken);
        Creator creator = await CreatorEndpoints.DemandAsync(books, caller, post?.CreatorId.ToString() ?? body.Creator, cancellationToken);
        return new PolicyQuestion(caller.PlatformId, creator.Id, post?.Payees?.Split.Payees ?? [creator.Address], ReadAmount(body.Amount, token));
    }

    private static async Task<PolicyQuestion> AskForRequestAsync(
        IGatewayTransaction books, Caller caller, PolicyCheck body, CancellationToken cancellationToken)
    {
        Id<PaymentRequest> id = RequestReader.ReadId<PaymentRequest>(body.PaymentRequest, "payment_request_unknown", "payment request");
        PaymentRequest? request = (await books.PaymentRequests.FindAsync(id, cancellationToken))?.Request;
        if (request is null || request.PlatformId != caller.PlatformId)
        {
            throw RequestReader.Missing(id, "payment_request_unknown", "payment request");
        }

        if (request.Kind == PaymentRequestKind.Refund)
        {
            throw ApiProblem.Invalid("refund_unlimited", $"paymentRequest: {id} asks for money to be paid back, which no policy limits.");
        }

        if (body.ChainId is not null || body.Token is not null)
        {
            throw ApiProblem.Invalid("token_ambiguous", "chainId, token: a payment request is paid in its own token; leave them out.");
        }

        TokenAmount amount = body.Amount is null && request.Amount is AskedAmount.Fixed asked
            ? new TokenAmount(asked.BaseUnits, request.Token)
            : ReadAmount(body.Amount, request.Token);
        return new PolicyQuestion(caller.PlatformId, request.CreatorId, request.Split.Payees, amount);
    }

    private static TokenAmount ReadAmount(string? text, Token token) => BaseUnits.TryParse(text, token, out UInt128 baseUnits, out string? error)
        ? new TokenAmount(baseUnits, token)
        : throw ApiProblem.Invalid("amount_malformed", $"amount: {error}");

    public static PaymentWay? ReadWay(string? text)
    {
        if (text is null)
        {
            return null;
        }

        PaymentWay[] ways = Enum.GetValues<PaymentWay>();
        int index = Array.FindIndex(ways, way => PaymentRequestView.NameOf(way) == text);
        return index >= 0
            ? ways[index]
            : throw ApiProblem.Invalid("way_unknown", $"way: choose one of {string.Join(", ", ways.Select(PaymentRequestView.NameOf))}, or leave it out.");
    }

    /// <summary>What checking a payment takes.</summary>
    internal sealed record Checking(IGatewayDatabase Database, FollowedChains Chains, PolicyGate Gate);
}
