using System.Globalization;
using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Matching;

namespace ChainTips.Server.Api;

/// <summary>A structured message as wallets are asked to sign it: the argument of <c>eth_signTypedData_v4</c> (EIP-712).</summary>
/// <param name="Types">The structs, by name.</param>
/// <param name="PrimaryType">Which of them the message is.</param>
/// <param name="Domain">What the signature is good for.</param>
/// <param name="Message">What is signed; a member that only the wallet knows is null, and it fills it in.</param>
internal sealed record TypedDataView(
    IReadOnlyDictionary<string, IReadOnlyList<TypedField>> Types,
    string PrimaryType,
    IReadOnlyDictionary<string, object> Domain,
    IReadOnlyDictionary<string, object?> Message)
{
    private static readonly TypedField[] TokenDomain =
    [
        new("name", "string"), new("version", "string"), new("chainId", "uint256"), new("verifyingContract", "address"),
    ];

    private static readonly TypedField[] Authorization =
    [
        new("from", "address"), new("to", "address"), new("value", "uint256"), new("validAfter", "uint256"),
        new("validBefore", "uint256"), new("nonce", "bytes32"),
    ];

    private static readonly TypedField[] Claim =
    [
        new("chainId", "uint256"), new("transactionHash", "bytes32"), new("position", "uint256"), new("requestId", "string"),
        new("deadline", "uint256"),
    ];

    /// <summary>The authorization of a transfer (EIP-3009), which anybody may send to the token.</summary>
    /// <param name="token">The token, which has a domain.</param>
    /// <param name="payer">Who signs; null when it is not known yet.</param>
    /// <param name="payee">Who is paid.</param>
    /// <param name="baseUnits">How much.</param>
    /// <param name="validBefore">Until when, seconds since 1970.</param>
    /// <param name="nonce">The hash of the terms.</param>
    public static TypedDataView OfAuthorization(
        AllowedToken token, Address? payer, Address payee, UInt128 baseUnits, UInt256 validBefore, Hash32 nonce) => new(
        new Dictionary<string, IReadOnlyList<TypedField>> { ["EIP712Domain"] = TokenDomain, ["TransferWithAuthorization"] = Authorization },
        "TransferWithAuthorization",
        new Dictionary<string, object>
        {
            ["name"] = token.Name,
            ["version"] = token.DomainVersion ?? throw new ArgumentException($"{token.Token.Symbol} signs nothing.", nameof(token)),
            ["chainId"] = token.Token.ChainId,
            ["verifyingContract"] = token.Token.Address.ToString(),
        },
        new Dictionary<string, object?>
        {
            ["from"] = payer?.ToString(),
            ["to"] = payee.ToString(),
            ["value"] = baseUnits.ToString(CultureInfo.InvariantCulture),
            ["validAfter"] = "0",
            ["validBefore"] = validBefore.ToString(),
            ["nonce"] = nonce.ToString(),
        });

    /// <summary>The claim of a transfer by its payer.</summary>
    public static TypedDataView OfClaim(PaymentClaim claim) => new(
        new Dictionary<string, IReadOnlyList<TypedField>> { ["EIP712Domain"] = TokenDomain[..3], ["Claim"] = Claim },
        "Claim",
        new Dictionary<string, object> { ["name"] = PaymentClaim.DomainName, ["version"] = "1", ["chainId"] = claim.ChainId },
        new Dictionary<string, object?>
        {
            ["chainId"] = claim.ChainId.ToString(CultureInfo.InvariantCulture),
            ["transactionHash"] = claim.TransactionHash.ToString(),
            ["position"] = claim.Position.ToString(CultureInfo.InvariantCulture),
            ["requestId"] = claim.RequestId,
            ["deadline"] = claim.Deadline.ToString(CultureInfo.InvariantCulture),
        });
}

/// <summary>A member of a struct.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
internal sealed record TypedField(string Name, string Type);
