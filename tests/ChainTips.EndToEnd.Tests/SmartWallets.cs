using System.Text.Json;
using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Transactions;

namespace ChainTips.EndToEnd.Tests;

/// <summary>A factory of wallets on a real chain, and the verification of what its wallets sign.</summary>
internal sealed class SmartWallets : IDisposable
{
    private readonly LocalChain _chain;
    private readonly byte[] _walletCode = Artifact.InitCodeOf("Wallet");

    private SmartWallets(LocalChain chain, Address factory)
    {
        _chain = chain;
        Factory = factory;
        Node = new OverheardNode(chain.Endpoint);
    }

    public Address Factory { get; }

    public OverheardNode Node { get; }

    /// <summary>Puts a factory on the chain.</summary>
    public static async Task<SmartWallets> DeployAsync(LocalChain chain)
    {
        TransactionReceipt created = await chain.CreateAsync(3, Artifact.InitCodeOf("WalletFactory"));
        JsonElement receipt = await chain.AskAsync("eth_getTransactionReceipt", created.TransactionHash.ToString());
        return new SmartWallets(chain, Address.Parse(receipt.GetProperty("contractAddress").GetString()!));
    }

    /// <summary>A key that no other test has.</summary>
    public static PrivateKey KeyOf(string name) => PrivateKey.FromBytes(Keccak256.HashUtf8(name).ToArray());

    public static byte[] Creation(PrivateKey owner) => new AbiWriter().Write(owner.Address).ToCall("create(address)");

    /// <summary>Where the wallet of an owner is or will be (EIP-1014).</summary>
    public Address AddressOf(PrivateKey owner)
    {
        byte[] initCode = [.. _walletCode, .. new AbiWriter().Write(owner.Address).ToArray()];
        return ContractAddress.Create2(Factory, default, Keccak256.Hash(initCode));
    }

    public async Task<Address> CreateAsync(PrivateKey owner)
    {
        await _chain.SendAsync(3, Factory, Creation(owner));
        return AddressOf(owner);
    }

    /// <summary>A signature that brings the call along that makes the wallet of an owner (ERC-6492).</summary>
    public byte[] Wrap(PrivateKey owner, byte[] signature) => new Erc6492Signature(Factory, Creation(owner), signature).ToArray();

    /// <summary>Puts code at an address that no other test uses.</summary>
    public async Task<Address> PlaceAsync(string name, string code)
    {
        Address place = Address.FromBytes(Keccak256.HashUtf8(name).ToArray().AsSpan(12));
        await PlaceAsync(place, code);
        return place;
    }

    public Task PlaceAsync(Address place, string code) => _chain.AskAsync("hardhat_setCode", place.ToString(), "0x" + code);

    /// <summary>Verifies at the newest block, and has a list of the factory alone.</summary>
    public async Task<SignatureVerification> VerifyAsync(Address signer, Hash32 digest, byte[] signature, params Address[] moreFactories) =>
        await VerifyAtAsync(await HeadAsync(), signer, digest, signature, moreFactories);

    public async Task<SignatureVerification> VerifyAtAsync(
        Hash32 block, Address signer, Hash32 digest, byte[] signature, params Address[] moreFactories)
    {
        Node.Methods.Clear();
        SignatureVerifier verifier = new(new RpcContractCaller(Node.Rpc, block), new HashSet<Address>([Factory, .. moreFactories]));
        return await verifier.VerifyAsync(signer, digest, signature, CancellationToken.None);
    }

    public async Task<Hash32> HeadAsync() => (await Node.Rpc.GetBlockAsync(BlockTag.Latest, CancellationToken.None))!.Hash;

    /// <summary>The code at an address, and the number of the newest block.</summary>
    public async Task<string> StateOfAsync(Address address)
    {
        JsonElement code = await _chain.AskAsync("eth_getCode", address.ToString(), "latest");
        JsonElement number = await _chain.AskAsync("eth_blockNumber");
        return $"{code} {number}";
    }

    public void Dispose() => Node.Dispose();
}
