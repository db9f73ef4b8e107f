using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.TypedData;

namespace ChainTips.Ethereum.Tests.TypedData;

internal sealed class Eip712DomainTests
{
    private const string BaseSepoliaUsdc = "0x036CbD53842c5426634e7929541eC2318f3dCF7e";

    [TestCase("USD Coin", 1UL, "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48",
        "0x06c37168a7db5138defc7866392bb87a741f9b3d104deb5094588ce041cae335", Description = "Ethereum")]
    [TestCase("USD Coin", 8453UL, "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913",
        "0x02fa7265e7c5d81118673727957699e4d68f74cd74b7db77da710fe8a2c7834f", Description = "Base")]
    [TestCase("USD Coin", 10UL, "0x0b2C639c533813f4Aa9D7837CAf62653d097Ff85",
        "0x26d9c34bb1a1c312f69c53b2d93b8be20faafba63af2438c6811713c9b1f933f", Description = "Optimism")]
    [TestCase("USD Coin", 42161UL, "0xaf88d065e77c8cC2239327C5EDb3A432268e5831",
        "0x08d11903f8419e68b1b8721bcbe2e9fc68569122a77ef18c216f10b3b5112c78", Description = "Arbitrum One")]
    [TestCase("USD Coin", 137UL, "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359",
        "0xcaa2ce1a5703ccbe253a34eb3166df60a705c561b44b192061e28f2a985be2ca", Description = "Polygon PoS")]
    [TestCase("USDC", 84532UL, BaseSepoliaUsdc,
        "0x71f17a3b2ff373b803d70a5a07c046c1a2bc8e89c09ef722fcb047abe94c9818", Description = "Base Sepolia")]
    [TestCase("USDC", 11155420UL, "0x5fd84259d66Cd46123540766Be93DFE6D43130D7",
        "0x09d038a3e46040fc37eb01174dbbcdb7981fbd8eafd9e1a857b1c67805dfb29e", Description = "OP Sepolia")]
    [TestCase("USD Coin", 421614UL, "0x75faf114eafb1BDbe2F0316DF893fd58CE46AA4d",
        "0x85944e1292d007732838d6eadfa67589b78ffcededbd4df60488d0af251308bb", Description = "Arbitrum Sepolia")]
    [TestCase("USDC", 80002UL, "0x41E94Eb019C0762f9Bfcf9Fb1E58725BfB0e7582",
        "0x5cddc98319864e897e4469bd1d13c2288c677047b54b8cca12bd342adb6be9eb", Description = "Polygon Amoy")]
    public void The_separator_of_USDC_is_the_one_on_chain(string name, ulong chainId, string token, string separator) =>
        Assert.That(
            new Eip712Domain(name, "2", chainId, Address.Parse(token)).Separator().ToString(), Is.EqualTo(separator));

    [Test]
    [Description("The signed example of the x402 version 2 specification")]
    public void The_digest_of_an_authorization_is_the_one_its_payer_signed()
    {
        Hash32 typeHash = Keccak256.HashUtf8(
            "TransferWithAuthorization(address from,address to,uint256 value,"
            + "uint256 validAfter,uint256 validBefore,bytes32 nonce)");
        Hash32 structHash = Keccak256.Hash(new AbiWriter()
            .Write(typeHash)
            .Write(Address.Parse("0x857b06519E91e3A54538791bDbb0E22373e36b66"))
            .Write(Address.Parse("0x209693Bc6afc0C5328bA36FaF03C514EF312287C"))
            .Write((UInt256)10000UL)
            .Write((UInt256)1740672089UL)
            .Write((UInt256)1740672154UL)
            .Write(Hash32.Parse("0xf3746613c2d920b5fdabc0856f2aeb2d4f88ee6037b8cc5d04a71a4462f13480"))
            .ToArray());

        Hash32 digest = new Eip712Domain("USDC", "2", 84532, Address.Parse(BaseSepoliaUsdc)).Digest(structHash);

        Assert.That(
            typeHash.ToString(), Is.EqualTo("0x7c7c6cdb67a18743f49ec6fa9b35f50d52ed05cbed4cc592e13b44501c1a2267"));
        Assert.That(
            structHash.ToString(), Is.EqualTo("0x49ad644555c7bdf3ea4fc022a4940ae5589b230b1dde0065c5504fa19bbe39a4"));
        Assert.That(
            digest.ToString(), Is.EqualTo("0xf256992871671abcb27ff92885a7afa46218724e5fc0bac35d050115aa1d22e6"));
    }
}
