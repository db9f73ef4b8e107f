using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Chain;

/// <summary>The code that has to stand at a forwarder factory, for money is sent where it puts forwarders.</summary>
/// <remarks>
/// Both contracts carry the address of the shared code, which depends on where the factory stands. So it counts as zero,
/// as in what the compiler gives out. The hashes are those in <c>contracts/vectors/forwarders.json</c>.
/// </remarks>
public static class ForwarderCode
{
    /// <summary>The Keccak-256 hash of the factory's code.</summary>
    public static readonly Hash32 FactoryHash = Hash32.Parse("0x1cc880816a831271dda68ff4b35110c1b7708f12d28d1f00d666c30fb414dedc");

    /// <summary>The Keccak-256 hash of the code that forwarders share.</summary>
    public static readonly Hash32 ForwarderHash = Hash32.Parse("0x0ba08ecf7503e53ae194dcfeedee5e4433aa2f9a0bae8f737f878c5a3fb23467");

    /// <summary>What is wrong with the code at a factory, a sentence each; nothing when it is ours.</summary>
    /// <param name="factory">The factory.</param>
    /// <param name="factoryCode">What stands at its address.</param>
    /// <param name="sharedCode">What stands where its forwarders have their code.</param>
    public static IEnumerable<string> Compare(ForwarderFactory factory, byte[] factoryCode, byte[] sharedCode)
    {
        if (factoryCode.Length == 0)
        {
            yield return $"No contract stands at the forwarder factory's address {factory.Address}. Deploy ForwarderFactory, or correct ForwarderFactory.";
            yield break;
        }

        if (HashOf(factoryCode, factory.Implementation) is Hash32 found && found != FactoryHash)
        {
            yield return $"What stands at {factory.Address} is not the forwarder factory of this version: its code has the hash {found}, not {FactoryHash}. "
                + "Deploy ForwarderFactory with the settings of contracts/, or correct ForwarderFactory.";
        }
        else if (HashOf(sharedCode, factory.Implementation) is Hash32 shared && shared != ForwarderHash)
        {
            yield return $"The forwarder factory at {factory.Address} was not the first to create at {factory.Implementation}: the code there has the hash {shared}, "
                + $"not {ForwarderHash}. Deploy ForwarderFactory anew, and correct ForwarderFactory.";
        }
    }

    /// <summary>The hash of code in which an address counts as zero.</summary>
    private static Hash32 HashOf(byte[] code, Address masked)
    {
        byte[] copy = [.. code];
        byte[] address = masked.ToArray();
        for (int at = copy.AsSpan().IndexOf(address); at >= 0; at = copy.AsSpan().IndexOf(address))
        {
            copy.AsSpan(at, Address.Length).Clear();
        }

        return Keccak256.Hash(copy);
    }
}
