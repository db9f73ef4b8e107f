using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Primitives;
using ChainTips.Money;
using ChainTips.PaymentRequests;
using ChainTips.Posts;

namespace ChainTips.Testing;

/// <summary>A tip through the contract: by default from the sample payer to the sample payee, one USDC without fee.</summary>
public sealed record ATip
{
    public required Hash32 Reference { get; init; }

    public Address Payer { get; init; } = Sample.Payer;

    public Address Payee { get; init; } = Sample.Payee;

    public Address Token { get; init; } = Sample.Usdc.Address;

    public UInt256 Amount { get; init; } = 1_000_000UL;

    public UInt256 Fee { get; init; }

    public Address Emitter { get; init; } = Sample.Router;

    public static ATip For(Hash32 reference) => new() { Reference = reference };

    public static ATip For(Post post) => For(post.Reference.Value);

    public static ATip For(PaymentRequest request) => For(request.Reference.Value) with { Payee = request.Payee };

    public ATip Of(UInt256 baseUnits) => this with { Amount = baseUnits };

    public ATip Of(UInt128 baseUnits, Token token) => this with { Amount = baseUnits, Token = token.Address };

    public ATip To(Address payee) => this with { Payee = payee };

    public ATip From(Address payer) => this with { Payer = payer };

    /// <summary>The contract's own log.</summary>
    public ChainLog TipLog() => ALog.Of(
        Emitter,
        [ALog.TipSentTopic, Reference, ALog.TopicOf(Payer), ALog.TopicOf(Payee)],
        new AbiWriter().Write(Token).Write(Amount).Write(Fee).ToArray());

    /// <summary>The token's log, which proves that the money moved.</summary>
    public ChainLog TransferLog() => ALog.Transfer(Token, Payer, Payee, Amount);

    /// <summary>Both logs in the order in which the contract makes them.</summary>
    public ChainLog[] Logs() => [TransferLog(), TipLog()];

    /// <summary>The tip as a transaction of its own.</summary>
    public FakeTransaction Sent(string name) => FakeTransaction.Of(name, Logs());
}
