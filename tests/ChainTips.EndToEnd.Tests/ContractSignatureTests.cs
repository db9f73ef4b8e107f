using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.EndToEnd.Tests;

/// <summary>Signatures of contracts, verified by a real node: wallets that are there, that are not yet, that misbehave.</summary>
[CancelAfter(180_000)]
[Parallelizable]
internal sealed class ContractSignatureTests
{
    private const string Magic = "1626ba7e";

    /// <summary>Calls (fa) twice a precompile with what it burns all it gets for, and reverts with a whole word, which is dear to return.</summary>
    private const string BurnsAndReverts = "5f5f60015f60085afa50" + "5f5f60015f60085afa50" + "60205ffd";

    private static readonly Hash32 Digest = Keccak256.HashUtf8("I claim this tip.");

    private LocalChain _chain = null!;
    private SmartWallets _wallets = null!;

    [OneTimeSetUp]
    public async Task StartChainAsync()
    {
        _chain = await LocalChain.StartAsync();
        _wallets = await SmartWallets.DeployAsync(_chain);
    }

    [OneTimeTearDown]
    public void StopChain()
    {
        _wallets?.Dispose();
        _chain?.Dispose();
    }

    [Test]
    [Description("ERC-6492")]
    public async Task A_wallet_that_is_not_there_yet_signs_and_is_not_there_afterwards_either()
    {
        using PrivateKey owner = SmartWallets.KeyOf("undeployed");
        Address wallet = _wallets.AddressOf(owner);
        string before = await _wallets.StateOfAsync(wallet);

        SignatureVerification answer = await _wallets.VerifyAsync(wallet, Digest, _wallets.Wrap(owner, SignedBy(owner)));

        Assert.That(answer, Is.InstanceOf<SignatureVerification.ValidContract>());
        Assert.That(await _wallets.StateOfAsync(wallet), Is.EqualTo(before).And.StartWith("0x "));
    }

    [Test]
    public async Task The_signature_of_another_is_refused_for_a_wallet_there_or_not_there_yet()
    {
        using PrivateKey owner = SmartWallets.KeyOf("honest");
        using PrivateKey thief = SmartWallets.KeyOf("thief");
        Address wallet = _wallets.AddressOf(owner);

        SignatureVerification undeployed = await _wallets.VerifyAsync(wallet, Digest, _wallets.Wrap(owner, SignedBy(thief)));
        SignatureVerification otherWallet = await _wallets.VerifyAsync(wallet, Digest, _wallets.Wrap(thief, SignedBy(thief)));
        SignatureVerification otherDigest = await _wallets.VerifyAsync(wallet, default, _wallets.Wrap(owner, SignedBy(owner)));
        await _wallets.CreateAsync(owner);
        SignatureVerification deployed = await _wallets.VerifyAsync(wallet, Digest, SignedBy(thief));

        Assert.That(
            new[] { undeployed, otherWallet, otherDigest, deployed }, Is.All.InstanceOf<SignatureVerification.Invalid>());
    }

    [Test]
    [Description("X6: a factory is called only if the operator trusts it")]
    public async Task A_factory_that_is_not_on_the_list_is_never_called()
    {
        using PrivateKey owner = SmartWallets.KeyOf("foreign");
        using SmartWallets foreign = await SmartWallets.DeployAsync(_chain);

        SignatureVerification answer = await _wallets.VerifyAsync(
            foreign.AddressOf(owner), Digest, foreign.Wrap(owner, SignedBy(owner)));

        Assert.That(answer, Is.InstanceOf<SignatureVerification.Invalid>().With.Property("Reason").Contains(foreign.Factory.ToString()));
        Assert.That(_wallets.Node.Methods, Is.EqualTo(new[] { "eth_getCode" }));
    }

    [Test]
    [Description("ERC-1271, ERC-6492")]
    public async Task A_wallet_that_is_there_signs_with_and_without_its_factory()
    {
        using PrivateKey owner = SmartWallets.KeyOf("deployed");
        Address wallet = await _wallets.CreateAsync(owner);

        Assert.That(await _wallets.VerifyAsync(wallet, Digest, SignedBy(owner)), Is.InstanceOf<SignatureVerification.ValidContract>());
        Assert.That(
            await _wallets.VerifyAsync(wallet, Digest, _wallets.Wrap(owner, SignedBy(owner))), Is.InstanceOf<SignatureVerification.ValidContract>());
    }

    [Test]
    [Description("ERC-6492 as claims are verified: no factory is trusted, and none is called")]
    public async Task A_wrapped_claim_of_a_wallet_counts_from_its_deployment_on_and_no_factory_is_called()
    {
        using PrivateKey owner = SmartWallets.KeyOf("claiming");
        Address wallet = _wallets.AddressOf(owner);
        SignatureVerifier ofClaims = new(new RpcContractCaller(_wallets.Node.Rpc, await _wallets.HeadAsync()), new HashSet<Address>());
        SignatureVerification undeployed = await ofClaims.VerifyAsync(wallet, Digest, _wallets.Wrap(owner, SignedBy(owner)), CancellationToken.None);
        await _wallets.CreateAsync(owner);
        string state = await _wallets.StateOfAsync(wallet);

        SignatureVerifier afterwards = new(new RpcContractCaller(_wallets.Node.Rpc, await _wallets.HeadAsync()), new HashSet<Address>());
        SignatureVerification deployed = await afterwards.VerifyAsync(wallet, Digest, _wallets.Wrap(owner, SignedBy(owner)), CancellationToken.None);

        Assert.That(undeployed, Is.InstanceOf<SignatureVerification.Invalid>().With.Property("Reason").Contains("is not deployed"));
        Assert.That(deployed, Is.InstanceOf<SignatureVerification.ValidContract>());
        Assert.That(await _wallets.StateOfAsync(wallet), Is.EqualTo(state));
    }

    [Test]
    public async Task A_wallet_signs_from_the_block_on_in_which_it_came_to_be()
    {
        using PrivateKey owner = SmartWallets.KeyOf("late");
        Hash32 before = await _wallets.HeadAsync();
        Address wallet = await _wallets.CreateAsync(owner);
        Hash32 after = await _wallets.HeadAsync();

        Assert.That(await _wallets.VerifyAtAsync(before, wallet, Digest, SignedBy(owner)), Is.InstanceOf<SignatureVerification.Invalid>());
        Assert.That(await _wallets.VerifyAtAsync(after, wallet, Digest, SignedBy(owner)), Is.InstanceOf<SignatureVerification.ValidContract>());
    }

    [Test]
    public async Task A_block_that_left_the_chain_is_no_place_to_ask()
    {
        using PrivateKey owner = SmartWallets.KeyOf("reverted");
        string snapshot = await _chain.SnapshotAsync();
        Address wallet = await _wallets.CreateAsync(owner);
        Hash32 gone = await _wallets.HeadAsync();
        await _chain.RevertAsync(snapshot);
        await _chain.MineAsync(2);

        await Assert.ThatAsync(
            () => _wallets.VerifyAtAsync(gone, wallet, Digest, SignedBy(owner)),
            Throws.InstanceOf<EthereumRpcException>().With.Property("Kind").EqualTo(RpcErrorKind.UnknownBlock));
    }

    [Test]
    public async Task A_key_without_code_signs_for_itself_alone()
    {
        using PrivateKey key = SmartWallets.KeyOf("plain");
        using PrivateKey other = SmartWallets.KeyOf("plain too");

        Assert.That(await _wallets.VerifyAsync(key.Address, Digest, SignedBy(key)), Is.InstanceOf<SignatureVerification.ValidEoa>());
        Assert.That(await _wallets.VerifyAsync(key.Address, Digest, SignedBy(other)), Is.InstanceOf<SignatureVerification.Invalid>());
    }

    [Test]
    [Description("EIP-7702: the code is asked first, the key last")]
    public async Task An_account_that_delegates_signs_by_its_code_or_by_its_key()
    {
        using PrivateKey key = SmartWallets.KeyOf("delegating");
        using PrivateKey guardian = SmartWallets.KeyOf("guardian");
        using PrivateKey thief = SmartWallets.KeyOf("thief of keys");
        Address wallet = await _wallets.CreateAsync(guardian);
        await _wallets.PlaceAsync(key.Address, "ef0100" + wallet.ToString()[2..]);

        SignatureVerification byCode = await _wallets.VerifyAsync(key.Address, Digest, SignedBy(guardian));
        SignatureVerification byKey = await _wallets.VerifyAsync(key.Address, Digest, SignedBy(key));
        SignatureVerification byNobody = await _wallets.VerifyAsync(key.Address, Digest, SignedBy(thief));

        Assert.That(byCode, Is.InstanceOf<SignatureVerification.ValidContract>());
        Assert.That(byKey, Is.InstanceOf<SignatureVerification.ValidEoa>());
        Assert.That(byNobody, Is.InstanceOf<SignatureVerification.Invalid>());
    }

    /// <remarks>
    /// The code of each, in assembly: 63 pushes four bytes, 60 one and 62 three, 5f a zero, 52 stores a word, 55 writes
    /// the state, f3 returns and fd reverts.
    /// </remarks>
    [TestCase("5f5ffd", false, Description = "Reverts without a word")]
    [TestCase("63" + Magic + "60e01b5f5260205ffd", false, Description = "Reverts with the magic value")]
    [TestCase("fe", false, Description = "Invalid opcode, as an old assert")]
    [TestCase("5b5f56", false, Description = "Burns all gas in a loop")]
    [TestCase(BurnsAndReverts, false, Description = "Burns nearly all")]
    [TestCase("", false, Description = "No code, so it is asked as a key")]
    [TestCase("00", false, Description = "Returns nothing")]
    [TestCase("63" + Magic + "60e01b5f5260045ff3", false, Description = "Returns four bytes: the magic value, too short")]
    [TestCase("63" + Magic + "60e01b5f52601f5ff3", false, Description = "One byte too short")]
    [TestCase("63" + Magic + "60e01b5f5260205ff3", true, Description = "Just right")]
    [TestCase("63" + Magic + "60e01b5f5260215ff3", true, Description = "One byte more than asked, as Solidity accepts it")]
    [TestCase("63" + Magic + "60e01b5f52621000005ff3", true, Description = "A megabyte more")]
    [TestCase("621000005ff3", false, Description = "A megabyte of zeros")]
    [TestCase("60ef5f5360205ff3", false, Description = "Begins as no code may (EIP-3541)")]
    [TestCase("60015f5260205ff3", false, Description = "Returns true")]
    [TestCase("60015f5563" + Magic + "60e01b5f5260205ff3", false, Description = "Writes, which a question may not")]
    public async Task A_wallet_that_misbehaves_is_refused_and_nothing_else_happens(string code, bool isAccepted)
    {
        Address wallet = await _wallets.PlaceAsync("wallet " + code, code);
        using PrivateKey key = SmartWallets.KeyOf("any");

        SignatureVerification plain = await _wallets.VerifyAsync(wallet, Digest, SignedBy(key));
        SignatureVerification wrapped = await _wallets.VerifyAsync(wallet, Digest, _wallets.Wrap(key, SignedBy(key)));

        Assert.That(plain is SignatureVerification.ValidContract, Is.EqualTo(isAccepted));
        Assert.That(wrapped is SignatureVerification.ValidContract, Is.EqualTo(isAccepted));
    }

    [TestCase("5f5ffd", Description = "reverts")]
    [TestCase("fe", Description = "burns all gas, by an invalid opcode")]
    [TestCase("621000005ff3", Description = "returns a megabyte")]
    public async Task A_trusted_factory_that_fails_leaves_the_wallet_as_it_was(string code)
    {
        using PrivateKey owner = SmartWallets.KeyOf("factory " + code);
        Address factory = await _wallets.PlaceAsync("factory " + code, code);
        Address wallet = await _wallets.CreateAsync(owner);
        Address burning = await _wallets.PlaceAsync("wallet of " + code, BurnsAndReverts);
        byte[] right = new Erc6492Signature(factory, default, SignedBy(owner)).ToArray();

        SignatureVerification undeployed = await _wallets.VerifyAsync(Address.Parse("0x" + new string('7', 40)), Digest, right, factory);
        SignatureVerification deployed = await _wallets.VerifyAsync(wallet, Digest, right, factory);
        SignatureVerification burnt = await _wallets.VerifyAsync(burning, Digest, right, factory);

        Assert.That(undeployed, Is.InstanceOf<SignatureVerification.Invalid>());
        Assert.That(deployed, Is.InstanceOf<SignatureVerification.ValidContract>());
        Assert.That(burnt, Is.InstanceOf<SignatureVerification.Invalid>());
    }

    [Test]
    public async Task A_signature_of_the_greatest_length_is_verified()
    {
        using PrivateKey owner = SmartWallets.KeyOf("long");
        byte[] longest = new Erc6492Signature(
            _wallets.Factory, PaddedTo(32_480, SmartWallets.Creation(owner)), SignedBy(owner)).ToArray();

        Assert.That(longest, Has.Length.EqualTo(SignatureVerifier.MaxSignatureLength));
        Assert.That(
            await _wallets.VerifyAsync(_wallets.AddressOf(owner), Digest, longest), Is.InstanceOf<SignatureVerification.ValidContract>());
    }

    private static byte[] SignedBy(PrivateKey key) => key.Sign(Digest).ToArray();

    /// <summary>Solidity ignores what stands behind the arguments of a call.</summary>
    private static byte[] PaddedTo(int length, byte[] call) => [.. call, .. new byte[length - call.Length]];
}
