using ChainTips.Matching;
using ChainTips.Matching.Calldata;
using ChainTips.Money;
using ChainTips.PaymentRequests;
using ChainTips.Testing;
using ChainTips.Tips;

namespace ChainTips.Tests.Matching;

/// <summary>A rung with a transfer that it takes: what any rung must do with it is asserted by <see cref="RungConformanceTests"/>.</summary>
/// <param name="rung">The rung.</param>
internal sealed class RungCase(MatchRung rung)
{
    /// <summary>A request for exactly what is paid.</summary>
    public PaymentRequest Request { get; } =
        Given.Request(Given.Creator(Given.PlatformId), new AskedAmount.Fixed(5)).WithDepositAddress();

    public FakeReferences Book { get; } = new();

    /// <summary>Whether the evidence names the token and the amount; a reference, a deposit address and a decision name neither, so what was asked is left to the state of the request.</summary>
    public bool NamesTokenAndAmount => rung is MatchRung.Authorization or MatchRung.Calldata;

    public static IReadOnlyList<MatchRung> All { get; } = Enum.GetValues<MatchRung>();

    public IMatchRung Create() => rung switch
    {
        MatchRung.Contract => new ContractRung(),
        MatchRung.Authorization => new AuthorizationRung(),
        MatchRung.DepositAddress => new DepositRung(),
        MatchRung.Calldata => new CalldataRung(Sample.Settings.EntryPoints),
        _ => new DecisionRung(rung),
    };

    /// <summary>The transfer with its evidence, and what the books know of it.</summary>
    public LooseTransfer Prepare()
    {
        Book.Keep(Request);
        ATransfer transfer = ATransfer.Of(5);
        switch (rung)
        {
            case MatchRung.Contract:
                return LooseTransfer.Of(new FakeChain().Mine(ATip.For(Request).Of(5UL).Sent("tip")).DecodeTip());
            case MatchRung.Authorization:
                return (transfer with { Nonce = Book.Issue(Request, Given.Terms(Request, 5)) }).Loose();
            case MatchRung.DepositAddress:
                return (transfer with { To = Request.DepositAddress!.Value }).Loose();
            case MatchRung.Calldata:
                return transfer.Calling(Request).Loose();
            default:
                Book.Decide(transfer.Location, rung, Request);
                return transfer.Loose();
        }
    }

    /// <summary>The same evidence over a transfer that moved something else.</summary>
    public static LooseTransfer Move(LooseTransfer transfer, TokenAmount amount) => transfer with
    {
        Amount = amount,
        Stated = transfer.Stated is Tip tip ? tip with { Amount = amount } : null,
    };

    /// <summary>The same evidence over a transfer to somebody else.</summary>
    public static LooseTransfer Pay(LooseTransfer transfer, Ethereum.Primitives.Address payee) => transfer with
    {
        To = payee,
        Stated = transfer.Stated is Tip tip ? tip with { Payee = payee } : null,
    };

    /// <summary>The same evidence over a transfer of somebody else's money.</summary>
    public static LooseTransfer PayFrom(LooseTransfer transfer, Ethereum.Primitives.Address payer) => transfer with
    {
        From = payer,
        Call = transfer.Call is null ? null : transfer.Call with { From = payer },
        Stated = transfer.Stated is Tip tip ? tip with { Payer = payer } : null,
    };

    /// <summary>The same on another chain.</summary>
    public static LooseTransfer On(LooseTransfer transfer, ulong chainId)
    {
        TokenAmount amount = transfer.Amount with { Token = transfer.Amount.Token with { ChainId = chainId } };
        return Move(transfer, amount) with { Location = transfer.Location with { ChainId = chainId } };
    }
}
