using ChainTips.Chain;
using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.PaymentUris;
using ChainTips.Ethereum.Primitives;
using ChainTips.Matching.Calldata;
using ChainTips.PaymentRequests;

namespace ChainTips.Server.Api;

/// <summary>A call that the payer's wallet makes, ready to be sent.</summary>
/// <param name="Purpose"><c>approve</c>: lets the tipping contract move this amount once. <c>tip</c>, <c>transfer</c>: pays. <c>sweep</c>: pays out a deposit.</param>
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

    /// <summary>The calls that pay a request: two of the tipping contract, or where money is divided one that sends to the deposit address.</summary>
    /// <param name="request">The request.</param>
    /// <param name="baseUnits">How much is paid, one that the request accepts.</param>
    /// <param name="settings">The chain that it is paid on.</param>
    public static IReadOnlyList<WalletCall> Of(PaymentRequest request, UInt128 baseUnits, ChainSettings settings)
    {
        if (request.Payees is not null)
        {
            return request.DepositAddress is Address deposit ? [OfTransfer(request, deposit, baseUnits)] : [];
        }

        Address token = request.Token.Address;
        UInt256 amount = baseUnits;
        Hash32 reference = request.Reference.Value;
        return
        [
            new WalletCall(
                "approve", settings.ChainId, token.ToString(),
                Hex.Format(new AbiWriter().Write(settings.Router).Write(amount).ToCall("approve(address,uint256)")), "0",
                PaymentUri.Call(token, settings.ChainId, "approve").With(settings.Router).With(amount).ToString()),
            new WalletCall(
                "tip", settings.ChainId, settings.Router.ToString(),
                Hex.Format(new AbiWriter().Write(token).Write(request.Payee).Write(amount).Write(reference).ToCall("tip(address,address,uint256,bytes32)")), "0",
                PaymentUri.Call(settings.Router, settings.ChainId, "tip").With(token).With(request.Payee).With(amount).With(reference).ToString()),
        ];
    }
}
