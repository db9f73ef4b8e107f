using System.Text.Json;
using System.Text.Json.Nodes;
using ChainTips.Chain;
using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.TypedData;
using ChainTips.Money;
using ChainTips.PaymentRequests;
using ChainTips.Policies;
using ChainTips.Server.Api;
using ChainTips.Testing;

namespace ChainTips.Server.Tests.Api;

/// <summary>What a wallet is asked to sign is what wallets signed for the contract: the signatures of its vectors fit our messages.</summary>
internal sealed class TypedDataTests
{
    private static IEnumerable<RouterVectors.CallVector> Signed => RouterVectors.Committed.Calls.Where(call => call.Signatures.Count > 0);

    [TestCaseSource(nameof(Signed))]
    [Description("Signed by viem; taken by the router, the token and Permit2")]
    public void The_signature_of_a_vector_is_one_of_our_message(RouterVectors.CallVector call)
    {
        foreach (RouterVectors.SignedTerms signed in call.Signatures)
        {
            PaymentTerms terms = signed.Terms.ToTerms();
            PaymentWay way = call.Function == "tipWithPermit2" ? PaymentWay.Permit2 : PaymentWay.Authorization;
            JsonNode message = JsonSerializer.SerializeToNode(TypedDataView.Of(way, PlanOf(terms, Address.Parse(signed.Payer)), terms), JsonSerializerOptions.Web)!;
            if (way == PaymentWay.Permit2)
            {
                // The vectors have a nonce of their own; ours is the hash of the terms.
                message["message"]!["nonce"] = signed.TypedData.GetProperty("message").GetProperty("nonce").GetString();
            }

            Hash32 digest = TypedMessage.Parse(message.ToJsonString()).Digest;

            Assert.That(Secp256k1.Default.TryRecover(digest, Signature.Parse(Hex.Parse(signed.Signature)), out Address signer), Is.True);
            Assert.That(signer, Is.EqualTo(Address.Parse(signed.Payer)));
        }
    }

    private static PaymentPlan PlanOf(PaymentTerms terms, Address payer)
    {
        Token token = new(terms.ChainId, terms.Token, "USDC", 6);
        ChainSettings settings = Sample.Settings with
        {
            Router = terms.Router,
            Tokens = [new AllowedToken(token, "USD Coin", "2")],
            Permit2 = ChainSettings.WellKnownPermit2,
        };
        PaymentRequest request = Given.Request(Given.Creator(Given.PlatformId), new AskedAmount.Fixed(1)) with { Token = token };
        return new PaymentPlan(request, settings, [], payer) { Items = [] };
    }
}
