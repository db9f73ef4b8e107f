using System.Text.Json;

namespace ChainTips.EndToEnd.Tests;

/// <summary>What the Solidity compiler made of the contracts, which <see cref="LocalChain"/> sees to.</summary>
internal static class Artifact
{
    /// <summary>The init code of a contract for tests, without the arguments of its constructor.</summary>
    public static byte[] InitCodeOf(string contract)
    {
        string file = Path.Combine(Checkout.Contracts, "artifacts", "src", "test", $"{contract}.sol", $"{contract}.json");
        using JsonDocument artifact = JsonDocument.Parse(File.ReadAllText(file));
        return Convert.FromHexString(artifact.RootElement.GetProperty("bytecode").GetString()![2..]);
    }
}
