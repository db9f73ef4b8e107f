using System.Globalization;
using ChainTips.Relaying;

namespace ChainTips.Server.Api;

/// <summary>A signed authorization that the gateway brings to the chain, and how far it is.</summary>
/// <param name="Id">The relay's id.</param>
/// <param name="PaymentRequest">The payment request that it pays.</param>
/// <param name="Status"><c>accepted</c>: claimed, and waits; <c>queued</c>: in a transaction that is signed and kept; <c>sent</c>: a node was given it;
/// <c>mined</c>: paid in a block that may still leave the chain; <c>settled</c>: paid in a final block; <c>failed</c>; <c>expired</c>.</param>
/// <param name="Reason">Why it waits or was given up; null when there is nothing to say.</param>
/// <param name="ChainId">The chain.</param>
/// <param name="Token">The token's contract.</param>
/// <param name="Payer">Who signed, and pays.</param>
/// <param name="Amount">What leaves the payer, in base units, with the fee if there is one.</param>
/// <param name="Nonce">The nonce that was signed.</param>
/// <param name="TransactionHash">The transaction that pays it, or that carries it now; raised fees change it until it is mined.</param>
/// <param name="IsPaidByOther">Whether somebody else's transaction paid it.</param>
/// <param name="BlockNumber">The block of the payment.</param>
/// <param name="AcceptedAt">When it was taken.</param>
/// <param name="ChangedAt">When its status changed last.</param>
/// <param name="ExpiresAt">Until when the token takes it.</param>
internal sealed record RelayView(
    string Id,
    string PaymentRequest,
    string Status,
    string? Reason,
    ulong ChainId,
    string Token,
    string Payer,
    string Amount,
    string Nonce,
    string? TransactionHash,
    bool IsPaidByOther,
    ulong? BlockNumber,
    DateTimeOffset AcceptedAt,
    DateTimeOffset ChangedAt,
    DateTimeOffset ExpiresAt)
{
    public static RelayView Of(Relay relay) => new(
        relay.Id.ToString(),
        relay.RequestId.ToString(),
        NameOf(relay.Status),
        relay.Reason,
        relay.Authorization.Terms.ChainId,
        relay.Authorization.Terms.Token.ToString(),
        relay.Authorization.Payer.ToString(),
        relay.Authorization.Total.ToString(CultureInfo.InvariantCulture),
        relay.Authorization.Nonce.ToString(),
        relay.TransactionHash?.ToString(),
        relay.IsPaidByOther,
        relay.Block?.Value,
        relay.AcceptedAt,
        relay.ChangedAt,
        relay.Authorization.ValidBefore);

    /// <summary>A status as the API and the metrics write it.</summary>
    public static string NameOf(RelayStatus status) => status.ToString().ToLowerInvariant();
}

/// <summary>Who brings payments to a chain, and how that stands.</summary>
/// <param name="Address">The address that pays the gas.</param>
/// <param name="State"><c>relaying</c>; <c>hindered</c> while something keeps payments from being sent; <c>standby</c> while another gateway sends.</param>
/// <param name="Faults">What keeps payments from being sent; none when nothing does.</param>
/// <param name="NativeCoin">What the address holds, in wei; null while another gateway sends.</param>
/// <param name="UnderWay">How many transactions are signed and in no final block.</param>
internal sealed record RelayerView(string Address, string State, IReadOnlyList<string> Faults, string? NativeCoin, int? UnderWay)
{
    public static RelayerView? Of(Relaying.RelayStation? station)
    {
        if (station is null)
        {
            return null;
        }

        IReadOnlyList<string> faults = [.. station.Latest?.Faults ?? [], .. station.Fault is string fault ? [fault] : Array.Empty<string>()];
        string state = faults.Count > 0 ? "hindered" : station.Latest is null ? "standby" : "relaying";
        return new RelayerView(station.Desk.Payer.ToString(), state, faults, station.Latest?.Coin.ToString(), station.Latest?.UnderWay);
    }
}
