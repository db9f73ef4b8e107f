using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.PaymentRequests;
using ChainTips.Platforms;
using ChainTips.Posts;
using ChainTips.Tips;

namespace ChainTips.Matching;

/// <summary>What a payment reference names. The cases are all there are.</summary>
public abstract record PaymentSubject
{
    private PaymentSubject()
    {
    }

    /// <summary>The platform that made the subject.</summary>
    public abstract Id<Platform> PlatformId { get; }

    /// <summary>The creator that is paid.</summary>
    public abstract Id<Creator> CreatorId { get; }

    /// <summary>The post that is paid for, if it is one.</summary>
    public abstract Id<Post>? PostId { get; }

    /// <summary>The reference with what it was made from.</summary>
    public abstract PaymentReference Reference { get; }

    /// <summary>What a transfer is that pays it straight.</summary>
    public virtual PaymentKind PaymentKind => PaymentKind.Payment;

    /// <summary>Who alone may pay it; null for anybody.</summary>
    public virtual Address? RequiredPayer => null;

    /// <summary>Whether it is paid at an address.</summary>
    public abstract bool IsPaidTo(Address address);

    /// <summary>A payment request.</summary>
    /// <param name="Request">The request.</param>
    public sealed record OfRequest(PaymentRequest Request) : PaymentSubject
    {
        /// <inheritdoc/>
        public override Id<Platform> PlatformId => Request.PlatformId;

        /// <inheritdoc/>
        public override Id<Creator> CreatorId => Request.CreatorId;

        /// <inheritdoc/>
        public override Id<Post>? PostId => Request.PostId;

        /// <inheritdoc/>
        public override PaymentReference Reference => Request.Reference;

        /// <inheritdoc/>
        public override bool IsPaidTo(Address address) => Request.Kind != PaymentRequestKind.Basket && Request.Payee == address;

        /// <inheritdoc/>
        public override PaymentKind PaymentKind => Request.Refund is null ? PaymentKind.Payment : PaymentKind.Refund;

        /// <inheritdoc/>
        public override Address? RequiredPayer => Request.Refund?.Payer;
    }

    /// <summary>A post, or a creator alone, tipped without a request.</summary>
    /// <param name="Post">The post.</param>
    /// <param name="Payee">Its creator's address.</param>
    public sealed record OfPost(Post Post, Address Payee) : PaymentSubject
    {
        /// <inheritdoc/>
        public override Id<Platform> PlatformId => Post.PlatformId;

        /// <inheritdoc/>
        public override Id<Creator> CreatorId => Post.CreatorId;

        /// <inheritdoc/>
        public override Id<Post>? PostId => Post.IsOfCreator ? null : Post.Id;

        /// <inheritdoc/>
        public override PaymentReference Reference => Post.Reference;

        /// <inheritdoc/>
        public override bool IsPaidTo(Address address) => Payee == address;
    }
}
