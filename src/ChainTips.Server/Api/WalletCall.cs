using ChainTips.Chain;
using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.PaymentUris;
using ChainTips.Ethereum.Primitives;
using ChainTips.Matching.Calldata;
using ChainTips.Money;
using ChainTips.PaymentRequests;

namespace ChainTips.Server.Api;

/// <summary>A call that the payer's wallet makes, ready to be sent.</summary>
/// <param name="Purpose"><c>approve</c>: lets a contract move this amount once: the tipping contract, or Permit2. <c>tip</c>, <c>transfer</c>: pays. <c>sweep</c>: pays out a deposit.</param>
/// <param name="ChainId">The chain to send it on.</param>
/// <param name="To">The contract to call.</param>
/// <param name="Data">The calldata.</param>
/// <param name="Value">The native coin to send with it, in wei: always 0.</param>
/// <param name="Uri">The same call as a link for wallets (EIP-681); null for one that no link can say.</param>
public sealed record WalletCall(string Purpose, ulong ChainId, string To, string Data, string Value, string? Uri)
{
    /// <summary>A plain transfer.</summary>
    /// <param name="request">The request.</param>
    /// <param name="to">Where to.</param>
    /// <param name="baseUnits">How much.</param>
    public static WalletCall OfTransfer(PaymentRequest request, Address to, UInt128 baseUnits) => new(
        "transfer",
        request.Token.ChainId,
        request.Token.Address.ToString(),
        Hex.Format(Transfer(to, baseUnits)),
        "0",
        PaymentUri.Call(request.Token.Address, request.Token.ChainId, "transfer").With(to).With((UInt256)baseUnits).ToString());

    /// <summary>A transfer to the payee with our marker and the reference behind its arguments, in one transaction and without an approval.</summary>
    /// <param name="request">The request.</param>
    /// <param name="baseUnits">How much.</param>
    public static WalletCall OfMarkedTransfer(PaymentRequest request, UInt128 baseUnits) => OfTransfer(request, request.Payee, baseUnits) with
    {
        Data = Hex.Format([.. Transfer(request.Payee, baseUnits), .. CalldataSuffix.Write(request.Reference.Value)]),
        Uri = null,
    };

    /// <summary>The call by which anybody pays out what is at a request's deposit address; null when it has none of the chain's forwarder factory.</summary>
    /// <param name="request">The request.</param>
    /// <param name="settings">The chain.</param>
    /// <param name="token">Which token is paid out; the one that is asked for when it is not said.</param>
    public static WalletCall? OfSweep(PaymentRequest request, ChainSettings settings, Address? token = null) =>
        settings.ForwarderFactory is ForwarderFactory factory && request.DepositAddress == factory.ForwarderOf(request.Reference.Value, request.Split)
            ? new WalletCall(
                "sweep", settings.ChainId, factory.Address.ToString(),
                Hex.Format(ForwarderFactory.DeployAndSweepCall(request.Reference.Value, request.Split, token ?? request.Token.Address)), "0", null)
            : null;

    private static byte[] Transfer(Address to, UInt128 baseUnits) =>
        new AbiWriter().Write(to).Write((UInt256)baseUnits).ToCall("transfer(address,uint256)");

    /// <summary>The calls that pay a request: two of the tipping contract, or where money is divided one that sends to the deposit address, if there is one.</summary>
    /// <param name="request">The request.</param>
    /// <param name="baseUnits">How much is paid, one that the request accepts.</param>
    /// <param name="settings">The chain that it is paid on.</param>
    public static IReadOnlyList<WalletCall> Of(PaymentRequest request, UInt128 baseUnits, ChainSettings settings)
    {
        if (request.Payees is not null && request.DepositAddress is Address deposit)
        {
            return [OfTransfer(request, deposit, baseUnits)];
        }

        return OfContract(request.Token, request.PartsOf(baseUnits), settings);
    }

    /// <summary>The two calls of the tipping contract: an approval of exactly the sum, and the tips.</summary>
    /// <param name="token">The token.</param>
    /// <param name="parts">Who is paid.</param>
    /// <param name="settings">The chain.</param>
    public static IReadOnlyList<WalletCall> OfContract(Token token, IReadOnlyList<TipPart> parts, ChainSettings settings) =>
    [
        OfApproval(token, settings.Router, TipPart.SumOf(parts)),
        new WalletCall(
            "tip", settings.ChainId, settings.Router.ToString(), Hex.Format(TipCalls.Tip(token.Address, parts)), "0",
            parts is [TipPart one]
                ? PaymentUri.Call(settings.Router, settings.ChainId, "tip").With(token.Address).With(one.Payee).With((UInt256)one.BaseUnits).With(one.Reference).ToString()
                : null),
    ];

    /// <summary>An approval of exactly an amount.</summary>
    /// <param name="token">The token.</param>
    /// <param name="spender">The contract that may move it.</param>
    /// <param name="baseUnits">How much.</param>
    public static WalletCall OfApproval(Token token, Address spender, UInt128 baseUnits) => new(
        "approve", token.ChainId, token.Address.ToString(), Hex.Format(TipCalls.Approve(spender, baseUnits)), "0",
        PaymentUri.Call(token.Address, token.ChainId, "approve").With(spender).With((UInt256)baseUnits).ToString());
}
