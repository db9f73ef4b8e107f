using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ChainTips.Chain;
using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Server.Configuration;

/// <summary>The key that the gateway signs receipts with: from the configuration, or from its file, which is made when it is not there.</summary>
internal static class SigningKey
{
    /// <summary>The accounts that every development node has; anybody can sign as them.</summary>
    private static readonly string[] WellKnownTestAccounts =
    [
        "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
        "0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
        "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC",
        "0x90F79bf6EB2c4f870365E785982E1f101E93b906",
        "0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65",
        "0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc",
        "0x976EA74026E726554dB657fA54763abd0C3a0aa9",
        "0x14dC79964da2C08b23698B3D3cc7Ca32193d9955",
        "0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f",
        "0xa0Ee7A142d267C1f36714E4a8F75612F20a79720",
        "0xBcd4042DE499D14e55001CcbB24a551F3b954096",
        "0x71bE63f3384f5fb98995898A86B02Fb2426c5788",
        "0xFABB0ac9d68B0B445fB7357272Ff202C5651694a",
        "0x1CBd3b2770909D4e10f157cABC84C7264073C9Ec",
        "0xdF3e18d64BC6A983f673Ab319CCaE4f1a57C7097",
        "0xcd3B766CCDd6AE721141F452C550Ca635964ce71",
        "0x2546BcD3c84621e976D8185a91A922aE77ECEc30",
        "0xbDA5747bFD65F08deb54cb465eB87D40e51B197E",
        "0xdD2FD4581271e230360230F9337D5c0430Bf44C0",
        "0x8626f6940E2eb28930eFb4CeF49B2d1F2C9C1199",
    ];

    /// <summary>The key.</summary>
    /// <exception cref="ConfigurationException">It cannot be read, is no key, or is one that everybody knows.</exception>
    public static PrivateKey Load(GatewayConfiguration configuration)
    {
        (string source, string text) = configuration.SigningKey is string given
            ? ("ChainTips:SigningKey", given)
            : ($"ChainTips:SigningKeyFile '{configuration.SigningKeyFile}'", ReadOrCreate(configuration.SigningKeyFile));
        if (!PrivateKey.TryParse(text.Trim(), out PrivateKey? key, out string? error))
        {
            throw new ConfigurationException([$"{source}: {error}"]);
        }

        bool isLocal = configuration.Chains.All(chain => chain.Settings.ChainId == ChainProfile.LocalChainId);
        return isLocal || !IsWellKnown(key.Address)
            ? key
            : throw new ConfigurationException(
                [$"{source}: it is the key of {key.Address}, a test account that everybody can sign as. It is allowed for chain {ChainProfile.LocalChainId} alone; use a key of your own."]);
    }

    /// <summary>Whether everybody can sign as an address.</summary>
    public static bool IsWellKnown(Address address) => WellKnownTestAccounts.Select(Address.Parse).Contains(address);

    private static byte[] NewKey()
    {
        while (true)
        {
            byte[] bytes = RandomNumberGenerator.GetBytes(PrivateKey.Length);
            if (PrivateKey.TryFromBytes(bytes, out PrivateKey? key, out _))
            {
                key.Dispose();
                return bytes;
            }
        }
    }

    private static string ReadOrCreate(string file)
    {
        try
        {
            if (!File.Exists(file))
            {
                Make(file);
            }

            return File.ReadAllText(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException([$"ChainTips:SigningKeyFile: '{file}' cannot be read or made: {error.Message}"]);
        }
    }

    /// <summary>Makes the file, whole and on the disk, or not at all: half a key, or one that a power cut takes back, would be the end of its receipts.</summary>
    private static void Make(string file)
    {
        string unfinished = $"{file}.{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}.new";
        FileStreamOptions onlyForUs = new() { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            onlyForUs.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (FileStream stream = new(unfinished, onlyForUs))
        {
            stream.Write(Encoding.ASCII.GetBytes(Hex.Format(NewKey()) + Environment.NewLine));
            stream.Flush(flushToDisk: true);
        }

        File.Move(unfinished, file, overwrite: false);
    }
}
