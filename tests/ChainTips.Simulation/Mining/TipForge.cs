using System.Globalization;
using System.Numerics;
using ChainTips.Simulation.Oracle;
using ChainTips.Simulation.Schedules;
using static ChainTips.Simulation.Oracle.PlainEvent;

namespace ChainTips.Simulation.Mining;

/// <summary>Turns the plan of a transaction into what it does on the chain, in plain words; nobody judges here what it is worth.</summary>
internal static class TipForge
{
    private static readonly BigInteger OneMore = BigInteger.One;
    private static readonly string Router = SimulatedWorld.Text(SimulatedWorld.Router);
    private static readonly string OtherContract = SimulatedWorld.Text(SimulatedWorld.OtherContract);
    private static readonly string Payer = SimulatedWorld.Text(SimulatedWorld.Payer);
    private static readonly string Stranger = SimulatedWorld.Text(SimulatedWorld.Stranger);
    private static readonly string Usdc = SimulatedWorld.Text(SimulatedWorld.Usdc.Address);
    private static readonly string Dai = SimulatedWorld.Text(SimulatedWorld.Dai.Address);
    private static readonly string Forbidden = SimulatedWorld.Text(SimulatedWorld.ForbiddenToken);
    private static readonly string Fixed = SimulatedWorld.FixedRequest.ToString();
    private static readonly string Open = SimulatedWorld.OpenRequest.ToString();
    private static readonly string Unknown = SimulatedWorld.HashOf("a reference of nobody").ToString();
    private static readonly string[] Payees = [.. SimulatedWorld.Payees.Select(SimulatedWorld.Text)];
    private static readonly string[] Posts = [.. Enumerable.Range(0, Payees.Length).Select(who => SimulatedWorld.PostOf(who).ToString())];

    /// <summary>What the transaction does when it is executed as its plan says.</summary>
    public static PlainExecution Execute(TipPlan plan)
    {
        BigInteger amount = BigInteger.Parse(plan.Amount, NumberStyles.None, CultureInfo.InvariantCulture);
        IReadOnlyList<PlainEvent> usual = Events(plan.Shape, plan.Who, plan.Course == TipCourse.OtherAmount ? amount + OneMore : amount);
        IReadOnlyList<PlainEvent> events = plan.Course switch
        {
            TipCourse.Shifted => [new Noise(OtherContract), .. usual],
            TipCourse.Reversed => [.. usual.Reverse()],
            TipCourse.Fails => [],
            _ => usual,
        };
        string hash = SimulatedWorld.HashOf(string.Create(CultureInfo.InvariantCulture, $"transaction {plan.Id}")).ToString();
        return new PlainExecution(hash, plan.Course != TipCourse.Fails, events);
    }

    private static IReadOnlyList<PlainEvent> Events(TipShape shape, int who, BigInteger amount)
    {
        string token = who == 2 ? Dai : Usdc;
        Tipped tip = new(Router, Posts[who], Payer, Payees[who], token, amount, 0);
        return shape switch
        {
            TipShape.Post => Paid(tip),
            TipShape.FixedRequest => Paid(tip with { Reference = Fixed, Payee = Payees[0], Token = Usdc, Amount = SimulatedWorld.FixedAmount }),
            TipShape.OpenRequest => Paid(tip with { Reference = Open, Payee = Payees[1], Token = Usdc }),
            TipShape.TwoTips => [.. Paid(tip), .. Paid(tip with { Amount = amount + OneMore })],
            TipShape.Basket => [.. Posts.SelectMany((post, to) => Paid(tip with { Reference = post, Payee = Payees[to], Amount = amount + to }))],
            TipShape.TipAndTransfer => [TransferOf(tip with { Amount = amount + OneMore }), .. Paid(tip)],
            TipShape.OtherContract => Paid(tip with { Emitter = OtherContract }),
            TipShape.SelfPaid => Paid(tip with { Payer = Stranger, Payee = Stranger }),
            TipShape.UnknownReference => Paid(tip with { Reference = Unknown }),
            TipShape.Strangers => Paid(tip with { Reference = Unknown, Payee = Stranger }),
            TipShape.OtherToken => Paid(tip with { Token = Forbidden }),
            TipShape.RequestInOtherToken => Paid(tip with { Reference = Open, Payee = Payees[1], Token = Dai }),
            TipShape.RequestWithOtherAmount => Paid(tip with { Reference = Fixed, Payee = Payees[0], Token = Usdc, Amount = amount + SimulatedWorld.FixedAmount }),
            TipShape.NoTransfer => [tip],
            TipShape.StatesMore => [TransferOf(tip), tip with { Amount = amount + OneMore }],
            TipShape.StatesOtherPayer => [TransferOf(tip), tip with { Payer = Stranger }],
            TipShape.Fee => Paid(tip with { Fee = OneMore }),
            TipShape.TooMuch => Paid(tip with { Amount = amount + BigInteger.Pow(2, 128) }),
            TipShape.Zero => Paid(tip with { Amount = 0 }),
            TipShape.Garbled => [TransferOf(tip), new Garbled(Router)],
            TipShape.TransferOnly => [TransferOf(tip)],
            TipShape.Noise => [new Noise(OtherContract)],
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static IReadOnlyList<PlainEvent> Paid(Tipped tip) => [TransferOf(tip), tip];

    private static Moved TransferOf(Tipped tip) => new(tip.Token, tip.Payer, tip.Payee, tip.Amount);
}
