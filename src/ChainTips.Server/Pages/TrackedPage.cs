using ChainTips.Chain;
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
    PaymentRequest Request, PaymentRequestState State, Creator Creator, ChainSettings Settings, string Url);
