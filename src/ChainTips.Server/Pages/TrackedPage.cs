using ChainTips.Chain;
using ChainTips.Money;
using ChainTips.PaymentRequests;
using ChainTips.Posts;

namespace ChainTips.Server.Pages;

/// <summary>What the page of a payment request is about.</summary>
/// <param name="Request">The terms.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Creator">Who is paid.</param>
/// <param name="Settings">The chain that it is paid on.</param>
/// <param name="Url">The page's own address.</param>
public sealed record TrackedPage(
    PaymentRequest Request, PaymentRequestState State, Creator Creator, ChainSettings Settings, string Url)
{
    /// <summary>The items of a basket; none for every other request.</summary>
    public IReadOnlyList<BasketItemOnPage> Items { get; init; } = [];
}

/// <summary>An item of a basket as its page shows it.</summary>
/// <param name="Name">Who is paid.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Amount">How much is asked for.</param>
/// <param name="State">Where it stands, as a payer reads it.</param>
/// <param name="Url">The page on which it can be paid alone.</param>
public sealed record BasketItemOnPage(string Name, string Description, TokenAmount Amount, string State, string Url);
