using System.Globalization;
using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Matching;
using ChainTips.PaymentRequests;
using ChainTips.Policies;

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

    private static readonly TypedField[] Permit =
    [
        new("owner", "address"), new("spender", "address"), new("value", "uint256"), new("nonce", "uint256"), new("deadline", "uint256"),
    ];

    private static readonly TypedField[] PermitWitness =
    [
        new("permitted", "TokenPermissions"), new("spender", "address"), new("nonce", "uint256"), new("deadline", "uint256"), new("witness", "Terms"),
    ];

    /// <summary>The members of <see cref="PaymentTerms.TypeText"/>.</summary>
    private static readonly TypedField[] Terms =
    [
        new("chainId", "uint256"), new("router", "address"), new("token", "address"), new("payees", "address[]"), new("amounts", "uint256[]"),
        new("references", "bytes32[]"), new("fee", "uint256"), new("feeReceiver", "address"), new("validBefore", "uint256"), new("salt", "bytes32"),
    ];

    private static readonly TypedField[] Claim =
    [
        new("chainId", "uint256"), new("transactionHash", "bytes32"), new("position", "uint256"), new("requestId", "string"),
        new("deadline", "uint256"),
    ];

    /// <summary>What a payer signs to agree to terms: an authorization of the token, or a transfer by Permit2.</summary>
    /// <param name="way">The way.</param>
    /// <param name="plan">The payment.</param>
    /// <param name="terms">The terms.</param>
    public static TypedDataView Of(PaymentWay way, PaymentPlan plan, PaymentTerms terms) =>
        way == PaymentWay.Permit2 ? OfPermit2(plan, terms) : OfAuthorization(plan.Token, plan.Payer, terms);

    /// <summary>The authorization of a transfer (EIP-3009): to the payee, which anybody may send to the token, or to the tipping contract.</summary>
    /// <param name="token">The token, which has a domain.</param>
    /// <param name="payer">Who signs; null when it is not known yet.</param>
    /// <param name="terms">The terms, whose hash is the nonce.</param>
    public static TypedDataView OfAuthorization(AllowedToken token, Address? payer, PaymentTerms terms)
    {
        string type = terms.IsRouted ? "ReceiveWithAuthorization" : "TransferWithAuthorization";
        return new TypedDataView(
            new Dictionary<string, IReadOnlyList<TypedField>> { ["EIP712Domain"] = TokenDomain, [type] = Authorization },
            type,
            DomainOf(token),
            new Dictionary<string, object?>
            {
                ["from"] = payer?.ToString(),
                ["to"] = terms.FirstReceiver.ToString(),
                ["value"] = terms.Total.ToString(CultureInfo.InvariantCulture),
                ["validAfter"] = "0",
                ["validBefore"] = terms.ValidBefore.ToString(),
                ["nonce"] = terms.Hash().ToString(),
            });
    }

    /// <summary>The permit of an owner for the tipping contract over all that is paid (ERC-2612).</summary>
    public static TypedDataView OfPermit(PaymentPlan plan, Address owner, UInt256 nonce) => new(
        new Dictionary<string, IReadOnlyList<TypedField>> { ["EIP712Domain"] = TokenDomain, ["Permit"] = Permit },
        "Permit",
        DomainOf(plan.Token),
        new Dictionary<string, object?>
        {
            ["owner"] = owner.ToString(),
            ["spender"] = plan.Settings.Router.ToString(),
            ["value"] = plan.Sum.ToString(CultureInfo.InvariantCulture),
            ["nonce"] = nonce.ToString(),
            ["deadline"] = IntentEndpoints.SecondsOf(plan.Request.ExpiresAt).ToString(),
        });

    /// <summary>The transfer of Permit2 to the tipping contract, with the terms as its witness.</summary>
    private static TypedDataView OfPermit2(PaymentPlan plan, PaymentTerms terms) => new(
        new Dictionary<string, IReadOnlyList<TypedField>>
        {
            ["EIP712Domain"] = [TokenDomain[0], .. TokenDomain[2..]],
            ["PermitWitnessTransferFrom"] = PermitWitness,
            ["TokenPermissions"] = [new("token", "address"), new("amount", "uint256")],
            ["Terms"] = Terms,
        },
        "PermitWitnessTransferFrom",
        new Dictionary<string, object>
        {
            ["name"] = "Permit2",
            ["chainId"] = terms.ChainId,
            ["verifyingContract"] = plan.Settings.Permit2.ToString()!,
        },
        new Dictionary<string, object?>
        {
            ["permitted"] = new Dictionary<string, string> { ["token"] = terms.Token.ToString(), ["amount"] = terms.Total.ToString(CultureInfo.InvariantCulture) },
            ["spender"] = terms.Router.ToString(),
            ["nonce"] = UInt256.FromBigEndian(terms.Hash().ToArray()).ToString(),
            ["deadline"] = terms.ValidBefore.ToString(),
            ["witness"] = MessageOf(terms),
        });

    private static Dictionary<string, object> MessageOf(PaymentTerms terms) => new()
    {
        ["chainId"] = terms.ChainId.ToString(CultureInfo.InvariantCulture),
        ["router"] = terms.Router.ToString(),
        ["token"] = terms.Token.ToString(),
        ["payees"] = terms.Payees.Select(payee => payee.ToString()).ToArray(),
        ["amounts"] = terms.Amounts.Select(amount => amount.ToString()).ToArray(),
        ["references"] = terms.References.Select(reference => reference.ToString()).ToArray(),
        ["fee"] = terms.Fee.ToString(),
        ["feeReceiver"] = terms.FeeReceiver.ToString(),
        ["validBefore"] = terms.ValidBefore.ToString(),
        ["salt"] = terms.Salt.ToString(),
    };

    private static Dictionary<string, object> DomainOf(AllowedToken token) => new()
    {
        ["name"] = token.Name,
        ["version"] = token.DomainVersion ?? throw new ArgumentException($"{token.Token.Symbol} signs nothing.", nameof(token)),
        ["chainId"] = token.Token.ChainId,
        ["verifyingContract"] = token.Token.Address.ToString(),
    };

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
