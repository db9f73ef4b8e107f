namespace ChainTips.Matching;

/// <summary>What a transfer was: it says between which accounts the books move it.</summary>
public enum PaymentKind
{
    /// <summary>The payee was paid, at his own address.</summary>
    Payment = 1,

    /// <summary>Money arrived at the forwarder of a request; it is on its way to the payees.</summary>
    Deposit = 2,

    /// <summary>A forwarder paid a payee: the delivery of deposits, and no new payment.</summary>
    Delivery = 3,

    /// <summary>A payee paid money back.</summary>
    Refund = 4,

    /// <summary>A payee was paid, and the evidence fits more than once: it waits for a decision.</summary>
    Doubt = 5,

    /// <summary>A doubt was decided: what was received is credited now.</summary>
    Assignment = 6,
}
