using ChainTips.Money;
using ChainTips.Posts;
using ChainTips.Server.Http;

namespace ChainTips.Server.Api;

/// <summary>Reads between whom the money of a post is to be divided, or says what is wrong with it.</summary>
internal static class PayeesReader
{
    /// <summary>Reads the payees.</summary>
    /// <param name="transaction">The books, to find the creators in.</param>
    /// <param name="caller">Whose creators they are.</param>
    /// <param name="creator">The post's creator.</param>
    /// <param name="asked">What was sent; null when nothing was.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The split; null when all is the creator's.</returns>
    /// <exception cref="ApiProblem">It is no split.</exception>
    public static async Task<CreatorSplit?> ReadAsync(
        IGatewayTransaction transaction, Caller caller, Creator creator, IReadOnlyList<NewPayee>? asked, CancellationToken cancellationToken)
    {
        if (asked is null)
        {
            return null;
        }

        if (asked.Count is 0 or > Split.MostPayees)
        {
            throw Invalid(new SplitFault.PayeeCountOutOfRange(asked.Count));
        }

        List<CreatorShare> shares = [];
        foreach (NewPayee payee in asked)
        {
            Creator paid = await CreatorEndpoints.DemandAsync(transaction, caller, payee?.Creator, cancellationToken);
            shares.Add(new CreatorShare(paid.Id, paid.Address, payee?.BasisPoints ?? 0));
        }

        if (Split.FindFault([.. shares.Select(share => new Share(share.Address, share.BasisPoints))]) is SplitFault fault)
        {
            throw Invalid(fault);
        }

        return shares.All(share => share.CreatorId != creator.Id)
            ? throw ApiProblem.Invalid(
                "split_without_creator", $"payees: the post's creator {creator.Id} is not among them. Add it, or name one of them as the post's creator.")
            : shares.Count == 1 ? null : new CreatorSplit(shares);
    }

    private static ApiProblem Invalid(SplitFault fault) => ApiProblem.Invalid("split_invalid", $"payees: {fault.Message}");
}

/// <summary>One payee of a post to add.</summary>
/// <param name="Creator">The id of a creator.</param>
/// <param name="BasisPoints">How much of the whole, in hundredths of a percent: 2500 is a quarter.</param>
internal sealed record NewPayee(string? Creator, int? BasisPoints);
