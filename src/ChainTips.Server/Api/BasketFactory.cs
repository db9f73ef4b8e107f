using ChainTips.Identity;
using ChainTips.Money;
using ChainTips.PaymentRequests;
using ChainTips.Server.Http;
using ChainTips.Tips;

namespace ChainTips.Server.Api;

/// <summary>Makes a basket: a request for each item, and one for the whole, or says what is wrong with which.</summary>
internal sealed class BasketFactory(PaymentRequestFactory requests)
{
    /// <summary>Makes the basket; it is not kept yet.</summary>
    /// <returns>The whole, and after it the items.</returns>
    /// <exception cref="ApiProblem">Something that was asked for is wrong.</exception>
    public async Task<IReadOnlyList<PaymentRequest>> CreateAsync(
        IGatewayTransaction transaction, Caller caller, NewPaymentRequest asked, CancellationToken cancellationToken)
    {
        IReadOnlyList<NewBasketItem?> wanted = asked.Items ?? [];
        if (asked is not { Post: null, Creator: null, Amount: null, Minimum: null, Maximum: null, Tolerance: null, Kind: null or "basket" })
        {
            throw ApiProblem.Invalid(
                "basket_ambiguous", "items: each item of a basket has its own post or creator and its own amount; leave post, creator, amount, minimum, maximum, tolerance and any other kind out beside them.");
        }

        if (wanted.Count is 0 or > TipPart.Most)
        {
            throw ApiProblem.Invalid("basket_size", $"items: {wanted.Count} items were sent; a basket has 1 to {TipPart.Most}.");
        }

        UInt128 sum = SumOf(wanted, requests.ReadToken(asked));
        List<PaymentRequest> items = [];
        foreach ((int index, NewBasketItem? item) in wanted.Index())
        {
            items.Add(await CreateItemAsync(transaction, caller, asked, item, index, sum, cancellationToken));
        }

        int payees = items.Sum(item => item.PartsOf(item.Amount.Asked).Count);
        return payees <= TipPart.Most
            ? Bind(asked, items, sum)
            : throw ApiProblem.Invalid(
                "basket_size", $"items: with the payees of divided posts, {payees} would be paid at once, and a call of the tipping contract pays {TipPart.Most} at most. Make two baskets.");
    }

    private static IReadOnlyList<PaymentRequest> Bind(NewPaymentRequest asked, List<PaymentRequest> items, UInt128 sum)
    {
        Id<PaymentRequest> id = IdSource.Random<PaymentRequest>();
        PaymentRequest whole = items[0] with
        {
            Id = id,
            Kind = PaymentRequestKind.Basket,
            PostId = null,
            Payees = null,
            DepositAddress = null,
            Amount = new AskedAmount.Fixed(sum),
            Description = RequestReader.ReadText(asked.Description ?? "", "description", 500, mayBeEmpty: true),
            Reference = PaymentReference.Create(id.ToString()),
        };
        return [whole, .. items.Select(item => item with { Basket = id })];
    }

    private async Task<PaymentRequest> CreateItemAsync(
        IGatewayTransaction transaction, Caller caller, NewPaymentRequest basket, NewBasketItem? item, int index, UInt128 sum, CancellationToken cancellationToken)
    {
        try
        {
            NewPaymentRequest asked = new(
                item?.Post, item?.Creator, basket.ChainId, basket.Token, item?.Amount ?? "", null, null, null, item?.Description, basket.ExpiresAt, null);
            return await requests.CreateAsync(transaction, caller, asked, cancellationToken, sum);
        }
        catch (ApiProblem problem)
        {
            throw new ApiProblem(problem.Status, problem.Code, $"items[{index}]: {problem.Message}");
        }
    }

    /// <summary>What all items come to; one that cannot be read is said later, with its place.</summary>
    private static UInt128 SumOf(IReadOnlyList<NewBasketItem?> items, Token token)
    {
        UInt128 sum = 0;
        foreach (NewBasketItem? item in items)
        {
            if (BaseUnits.TryParse(item?.Amount ?? "", token, out UInt128 amount, out _))
            {
                sum = amount <= UInt128.MaxValue - sum
                    ? sum + amount
                    : throw ApiProblem.Invalid("amount_malformed", "items: all amounts together are 2^128 base units or more, which no call of the tipping contract pays.");
            }
        }

        return sum;
    }
}
