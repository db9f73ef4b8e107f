namespace ChainTips.Tests.PaymentRequests;

/// <summary>Money that somebody sends for a request.</summary>
/// <param name="Id">Which money it is, wherever it is mined.</param>
/// <param name="Amount">How much.</param>
/// <param name="IsOther">Whether it is in another token.</param>
/// <param name="IsRefund">Whether it goes back to the payer.</param>
internal sealed record PlainMoney(int Id, int Amount, bool IsOther, bool IsRefund);

/// <summary>A block of the plain chain.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Time">Its time, in seconds.</param>
/// <param name="Money">What is in it, in order.</param>
internal sealed record PlainMoneyBlock(int Number, int Time, IReadOnlyList<PlainMoney> Money);

/// <summary>What a request asks for, in plain numbers.</summary>
/// <param name="IsFixed">Whether the amount is fixed.</param>
/// <param name="Enough">What is enough.</param>
/// <param name="Most">What is not too much yet.</param>
/// <param name="Expiry">When it expires, in seconds.</param>
/// <param name="UpToSeen">Up to which sum it counts when it is seen.</param>
/// <param name="UpToSafe">Up to which sum it counts when it is safe.</param>
internal sealed record PlainTerms(bool IsFixed, int Enough, int Most, int Expiry, int UpToSeen, int UpToSafe);
