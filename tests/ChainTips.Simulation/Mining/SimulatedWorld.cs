using System.Buffers.Binary;
using System.Numerics;
using ChainTips.Chain;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Money;
using ChainTips.PaymentRequests;
using ChainTips.Platforms;
using ChainTips.Posts;
using ChainTips.Simulation.Oracle;
using ChainTips.Tips;

namespace ChainTips.Simulation.Mining;

/// <summary>The little world in which every simulation plays: a contract, two tokens, three creators, posts and requests.</summary>
internal static class SimulatedWorld
{
    /// <summary>The chain's id: that of a local chain.</summary>
    public const ulong ChainId = ChainProfile.LocalChainId;

    /// <summary>What the fixed request asks for, in base units of <see cref="Usdc"/>.</summary>
    public const ulong FixedAmount = 500;

    /// <summary>The most that the open request asks for.</summary>
    public const ulong OpenMost = 1_000_000;

    /// <summary>Payments of less, in base units of <see cref="Dai"/>, are booked as sums.</summary>
    public const ulong SmallBelow = 3_000;

    /// <summary>The time of block 0, and of everything that was there before the chain.</summary>
    public static readonly DateTimeOffset Genesis = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static readonly Address Router = AddressOf("router");
    public static readonly Address OtherContract = AddressOf("other contract");
    public static readonly Address Payer = AddressOf("payer");
    public static readonly Address Stranger = AddressOf("stranger");
    public static readonly Token Usdc = new(ChainId, AddressOf("usdc"), "USDC", 6);
    public static readonly Token Dai = new(ChainId, AddressOf("dai"), "DAI", 18);
    public static readonly Address ForbiddenToken = AddressOf("forbidden token");

    /// <summary>The tokens that are allowed, with what their contracts say of themselves.</summary>
    public static readonly IReadOnlyList<AllowedToken> Tokens = [new(Usdc, "USD Coin", "2"), new(Dai, "Dai Stablecoin", null)];

    /// <summary>The creators' addresses.</summary>
    public static readonly IReadOnlyList<Address> Payees = [AddressOf("ada"), AddressOf("bob"), AddressOf("cleo")];

    private static readonly PaymentReference[] PostReferences = [.. Payees.Select((_, who) => ReferenceOf<Post>($"post {who}"))];
    private static readonly PaymentReference FixedReference = ReferenceOf<PaymentRequest>("request 0");
    private static readonly PaymentReference OpenReference = ReferenceOf<PaymentRequest>("request 1");

    /// <summary>The reference of a creator's post.</summary>
    public static Hash32 PostOf(int who) => PostReferences[who].Value;

    /// <summary>The reference of the request with a fixed amount; the first creator's.</summary>
    public static Hash32 FixedRequest { get; } = FixedReference.Value;

    /// <summary>The reference of the request with an open amount; the second creator's.</summary>
    public static Hash32 OpenRequest { get; } = OpenReference.Value;

    /// <summary>The right to follow the chain, which every process of a run has from the one before it.</summary>
    public static ChainLease Lease { get; } = new(ChainId, "simulation", 1);

    /// <summary>The world as the oracle knows it.</summary>
    public static PlainWorld Plain { get; } = new(
        Text(Router),
        [.. Tokens.Select(allowed => Text(allowed.Token.Address))],
        [
            .. Payees.Select((payee, who) => new PlainSubject(PostOf(who).ToString(), Text(payee))),
            new PlainSubject(FixedRequest.ToString(), Text(Payees[0])),
            new PlainSubject(OpenRequest.ToString(), Text(Payees[1])),
        ])
    {
        SmallBelow = new Dictionary<string, BigInteger> { [Text(Dai.Address)] = SmallBelow },
    };

    /// <summary>An address as the oracle writes it.</summary>
    public static string Text(Address address) => Hex.Format(address.ToArray());

    /// <summary>Writes the creators, posts and requests into a fresh database.</summary>
    public static async Task WriteAsync(IGatewayDatabase database, CancellationToken cancellationToken)
    {
        await using IGatewayTransaction books = await database.BeginAsync(cancellationToken);
        await books.Leases.TryTakeAsync(ChainId, Lease.Holder, TimeSpan.FromDays(1), null, cancellationToken);
        Platform platform = await books.Platforms.ReadLocalAsync(cancellationToken);
        for (int who = 0; who < Payees.Count; who++)
        {
            Creator creator = new(IdOf<Creator>($"creator {who}"), platform.Id, $"creator {who}", Payees[who], Genesis);
            await books.Posts.AddCreatorAsync(creator, cancellationToken);
            Post post = new(IdOf<Post>($"post {who}"), platform.Id, creator.Id, $"post {who}", null, PostReferences[who], Genesis);
            await books.Posts.AddPostAsync(post, cancellationToken);
        }

        await books.PaymentRequests.AddAsync(
            RequestOf(platform, 0, new AskedAmount.Fixed(FixedAmount), FixedReference), cancellationToken);
        await books.PaymentRequests.AddAsync(
            RequestOf(platform, 1, new AskedAmount.Open(1, OpenMost), OpenReference), cancellationToken);
        await books.Pairs.SetSumLimitAsync(ChainId, new SumLimit(Dai.Address, new BlockNumber(0), SmallBelow), cancellationToken);
        await books.CommitAsync(cancellationToken);
    }

    /// <summary>The hash that a name stands for.</summary>
    public static Hash32 HashOf(string name) => Keccak256.HashUtf8("simulation: " + name);

    /// <summary>The address that a name stands for.</summary>
    public static Address AddressOf(string name) => Address.FromBytes(HashOf(name).ToArray().AsSpan(12));

    private static PaymentRequest RequestOf(Platform platform, int who, AskedAmount amount, PaymentReference reference) => new(
        IdOf<PaymentRequest>($"request {who}"), platform.Id, PaymentRequestKind.Tip, IdOf<Creator>($"creator {who}"), null, Payees[who], Usdc, amount, "",
        reference, Genesis, Genesis.AddYears(1));

    private static PaymentReference ReferenceOf<T>(string name)
        where T : IIdentified => new(IdOf<T>(name).ToString(), HashOf("salt of " + name));

    private static Id<T> IdOf<T>(string name)
        where T : IIdentified => new(BinaryPrimitives.ReadUInt128BigEndian(HashOf(name).ToArray()));
}
