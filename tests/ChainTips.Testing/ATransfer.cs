using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Money;
using ChainTips.PaymentRequests;
using ChainTips.Tips;

namespace ChainTips.Testing;

/// <summary>A transfer of a token: by default five base units of USDC from the sample payer to the sample payee, as the fourth log of its transaction.</summary>
public sealed record ATransfer
{
    private static readonly FakeBlock Block = new FakeChain().Mine();

    public Address From { get; init; } = Sample.Payer;

    public Address To { get; init; } = Sample.Payee;

    public TokenAmount Amount { get; init; } = Given.Usdc(5);

    public LogPosition Location { get; init; } = new(Sample.ChainId, Sample.HashOf("transfer"), 3);

    /// <summary>The nonce of the authorization whose log stands right before it.</summary>
    public Hash32? Nonce { get; init; }

    public int Twins { get; init; } = 1;

    public TransactionCall? Call { get; init; }

    public static ATransfer Of(UInt128 baseUnits) => new() { Amount = Given.Usdc(baseUnits) };

    public static ATransfer Of(UInt128 baseUnits, Token token) => new() { Amount = new TokenAmount(baseUnits, token) };

    public ATransfer Between(Address from, Address to) => this with { From = from, To = to };

    /// <summary>The transfer as the payer's own call, with a suffix that names the request.</summary>
    public ATransfer Calling(PaymentRequest request) =>
        this with { Call = new TransactionCall(From, Amount.Token.Address, ACall.Transfer(To, Amount.BaseUnits, request.Reference.Value)) };

    /// <summary>The token's own log of it.</summary>
    public ChainLog Log() => ALog.Transfer(Amount.Token.Address, From, To, Amount.BaseUnits);

    /// <summary>The transfer as a transaction that sends it alone.</summary>
    public FakeTransaction Sent(string name) => FakeTransaction.Of(name, Log()) with { Call = Call };

    /// <summary>The transfer as an authorization of the payer makes it, whoever sends it.</summary>
    public ChainLog[] AuthorizedBy(Hash32 nonce) => [ALog.AuthorizationUsed(Amount.Token.Address, From, nonce), Log()];

    /// <summary>The transfer as a rung sees it.</summary>
    public LooseTransfer Loose() => new(Location, Block.Ref, Block.Time, 0, From, To, Amount, Nonce, Twins, Call);
}
