using ChainTips.Identity;
using ChainTips.PaymentRequests;
using ChainTips.Platforms;
using ChainTips.Posts;

namespace ChainTips.Ledger;

/// <summary>Which payments a list holds; a null does not narrow it.</summary>
/// <param name="PlatformId">Only payments of this platform.</param>
/// <param name="Creator">Only payments to this creator.</param>
/// <param name="Post">Only payments for this post.</param>
/// <param name="Request">Only payments of this payment request.</param>
public sealed record PaymentFilter(
    Id<Platform> PlatformId, Id<Creator>? Creator, Id<Post>? Post, Id<PaymentRequest>? Request);
