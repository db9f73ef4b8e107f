using System.Buffers.Binary;
using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Ledger;
using ChainTips.Matching;
using ChainTips.Money;
using ChainTips.PaymentRequests;
using ChainTips.Platforms;
using ChainTips.Posts;
using ChainTips.Tips;

namespace ChainTips.Testing;

/// <summary>Things that a test starts from. Their ids come from their names, so the same name is the same thing.</summary>
public static class Given
{
    public static readonly Id<Platform> PlatformId = IdOf<Platform>("platform");

    /// <summary>The keys of the first two well-known test accounts.</summary>
    public static readonly PrivateKey Key = PrivateKey.Parse("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");
    public static readonly PrivateKey AnotherKey = PrivateKey.Parse("0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d");

    public static Id<T> IdOf<T>(string name)
        where T : IIdentified =>
        new(BinaryPrimitives.ReadUInt128BigEndian(Sample.HashOf(T.IdPrefix + name).ToArray()));

    /// <summary>A creator who is paid at <see cref="Sample.Payee"/>, unless said otherwise.</summary>
    public static Creator Creator(Id<Platform> platformId, string name = "ada", Address? address = null) =>
        new(IdOf<Creator>(name), platformId, name, address ?? Sample.Payee, Sample.Genesis);

    public static Post Post(Creator creator, string title = "first post")
    {
        Id<Post> id = IdOf<Post>(creator.Name + title);
        PaymentReference reference = new(id.ToString(), Sample.HashOf("salt of " + title));
        return new Post(id, creator.PlatformId, creator.Id, title, new Uri("https://blog.example/1"), reference, Sample.Genesis);
    }

    /// <summary>A request that asks for USDC until an hour after the chain's beginning.</summary>
    public static PaymentRequest Request(Creator creator, AskedAmount amount, string name = "coffee", Post? post = null)
    {
        Id<PaymentRequest> id = IdOf<PaymentRequest>(creator.Name + name);
        PaymentReference reference = new(id.ToString(), Sample.HashOf("salt of " + name));
        return new PaymentRequest(
            id, creator.PlatformId, PaymentRequestKind.Tip, creator.Id, post?.Id, creator.Address, Sample.Usdc, amount, name, reference,
            Sample.Genesis, Sample.Genesis.AddHours(1));
    }

    /// <summary>The request with a deposit address of its own.</summary>
    public static PaymentRequest WithDepositAddress(this PaymentRequest request) =>
        request with { DepositAddress = Sample.AddressOf($"forwarder of {request.Id}") };

    /// <summary>Terms for a request, as they are given out to be signed: no fee, an hour to pay.</summary>
    public static PaymentTerms Terms(PaymentRequest request, UInt128 amount) => new(
        request.Token.ChainId,
        Sample.Router,
        request.Token.Address,
        [request.Payee],
        [amount],
        [request.Reference.Value],
        UInt256.Zero,
        Address.Zero,
        (UInt256)(ulong)request.ExpiresAt.ToUnixTimeSeconds(),
        Sample.HashOf($"salt of the terms for {request.Id}"));

    /// <summary>The payment of a tip for a post, as the pipeline would book it.</summary>
    public static Payment Payment(Tip tip, PaymentSubject subject) =>
        new(new IdSource(new byte[32]).Derive<Payment>(IdentityOf(tip)), tip, subject, MatchRung.Contract, PaymentKind.Payment);

    private static byte[] IdentityOf(Tip tip)
    {
        byte[] identity = new byte[LogPosition.Length];
        (tip.Location with { Position = tip.TransferPosition }).CopyTo(identity);
        return identity;
    }

    public static TokenAmount Usdc(UInt128 baseUnits) => new(baseUnits, Sample.Usdc);
}
