using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.TypedData;
using ChainTips.Testing;

namespace ChainTips.Server.Tests.Running;

/// <summary>The addresses and the token that every test uses.</summary>
internal static class LocalChain
{
    public const ulong Id = 31337;
    public const string TokenName = "Test USD";
    public const string DomainVersion = "1";
    public const int Decimals = 6;

    public static readonly Address Router = Address.Parse("0x5FbDB2315678afecb367f032d93F642f64180aa3");
    public static readonly Address Token = Address.Parse("0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512");
    public static readonly Address Payer = Address.Parse("0x70997970C51812dc3A010C7d01b50e0d17dc79C8");
    public static readonly Address Payee = Address.Parse("0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC");
    public static readonly Address Stranger = Address.Parse("0x90F79bf6EB2c4f870365E785982E1f101E93b906");

    /// <summary>The contract as it is deployed on local chains; only the tests that set it offer deposit addresses.</summary>
    public static readonly ForwarderFactory ForwarderFactory = new(Address.Parse(ContractVectors.Committed.Factory));

    /// <summary>The settings that make a gateway offer deposit addresses.</summary>
    public static Dictionary<string, string?> WithForwarders => new() { ["ChainTips:Chains:31337:ForwarderFactory"] = ForwarderFactory.Address.ToString() };

    public static readonly Hash32 DomainSeparator = new Eip712Domain(TokenName, DomainVersion, Id, Token).Separator();

    /// <summary>The configuration of the chain, below a prefix such as <c>ChainTips:</c>.</summary>
    public static Dictionary<string, string?> Configure(string endpoint, string separator = ":")
    {
        string chain = string.Join(separator, "ChainTips", "Chains", "31337");
        string token = string.Join(separator, chain, "Tokens", "0");
        return new()
        {
            [string.Join(separator, chain, "Endpoint")] = endpoint,
            [string.Join(separator, chain, "Router")] = Router.ToString(),
            [string.Join(separator, chain, "PollInterval")] = "00:00:00.020",
            [string.Join(separator, token, "Address")] = Token.ToString(),
            [string.Join(separator, token, "Symbol")] = "TUSD",
            [string.Join(separator, token, "Decimals")] = "6",
            [string.Join(separator, token, "Name")] = TokenName,
            [string.Join(separator, token, "DomainVersion")] = DomainVersion,
        };
    }
}
