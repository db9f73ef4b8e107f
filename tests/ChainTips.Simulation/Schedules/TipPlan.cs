using System.Text.Json.Serialization;

namespace ChainTips.Simulation.Schedules;

/// <summary>What kind of transaction somebody sends.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TipShape>))]
internal enum TipShape
{
    /// <summary>A tip to a post.</summary>
    Post,

    /// <summary>A payment of a request with a fixed amount.</summary>
    FixedRequest,

    /// <summary>A payment of a request with an open amount.</summary>
    OpenRequest,

    /// <summary>Two tips to one post in one transaction.</summary>
    TwoTips,

    /// <summary>Several tips to several posts in one transaction.</summary>
    Basket,

    /// <summary>A transfer beside a tip to the same payee: one credit, not two.</summary>
    TipAndTransfer,

    /// <summary>The tip of another contract, with a true transfer.</summary>
    OtherContract,

    /// <summary>Somebody pays himself with another's reference.</summary>
    SelfPaid,

    /// <summary>A tip with a reference that nobody gave out.</summary>
    UnknownReference,

    /// <summary>A tip of a stranger to a stranger.</summary>
    Strangers,

    /// <summary>A token that is not allowed.</summary>
    OtherToken,

    /// <summary>A request paid in another allowed token: the payee's money all the same.</summary>
    RequestInOtherToken,

    /// <summary>A request paid with another amount: the payee's money all the same.</summary>
    RequestWithOtherAmount,

    /// <summary>A tip without a transfer.</summary>
    NoTransfer,

    /// <summary>A tip that states more than was moved.</summary>
    StatesMore,

    /// <summary>A tip that states another payer.</summary>
    StatesOtherPayer,

    /// <summary>A tip that states a fee.</summary>
    Fee,

    /// <summary>An amount of 2^128 and more.</summary>
    TooMuch,

    /// <summary>An amount of zero.</summary>
    Zero,

    /// <summary>A log with the topic of a tip and another shape.</summary>
    Garbled,

    /// <summary>A transfer to a payee without a tip.</summary>
    TransferOnly,

    /// <summary>A transaction that is nobody's business here.</summary>
    Noise,
}

/// <summary>How a transaction is executed this time; in another block it may go otherwise.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TipCourse>))]
internal enum TipCourse
{
    /// <summary>As planned.</summary>
    Usual,

    /// <summary>With foreign logs before its own, so that every position moves.</summary>
    Shifted,

    /// <summary>With its logs in reverse order.</summary>
    Reversed,

    /// <summary>With another amount.</summary>
    OtherAmount,

    /// <summary>It fails and leaves no log.</summary>
    Fails,
}

/// <summary>A transaction that somebody sends; the same number is the same transaction, wherever it is mined.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Shape">What kind it is.</param>
/// <param name="Who">Which payee, from 0.</param>
/// <param name="Amount">The amount in base units, decimal.</param>
/// <param name="Course">How it is executed.</param>
internal sealed record TipPlan(int Id, TipShape Shape, int Who, string Amount, TipCourse Course);

/// <summary>A block to be mined.</summary>
/// <param name="Seconds">How much later than the block before; zero is allowed on fast chains.</param>
/// <param name="Transactions">What is in it, in order.</param>
internal sealed record BlockPlan(int Seconds, IReadOnlyList<TipPlan> Transactions);
