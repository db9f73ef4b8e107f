using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.Primitives;
using ChainTips.Testing;

namespace ChainTips.Ethereum.Tests.Crypto;

internal sealed class SignatureVerifierTests
{
    private static readonly Address Contract = Address.Parse("0x209693Bc6afc0C5328bA36FaF03C514EF312287C");
    private static readonly Address Factory = Address.Parse("0x0BA5ED0c6AA8c49038F819E587E2633c4A9F428a");
    private static readonly Hash32 Digest = Curves.DigestOf(1);
    private static readonly byte[] ContractCode = [0x60, 0x80];
    private static readonly byte[] Magic = Convert.FromHexString("1626ba7e" + new string('0', 56));
    private static readonly byte[] Refusal = new byte[32];
    private static readonly byte[] Inner = [1, 2, 3];
    private static readonly byte[] Wrapped = new Erc6492Signature(Factory, new byte[] { 9, 9 }, Inner).ToArray();

    private static byte[] DelegatedCode => [0xef, 0x01, 0x00, .. Contract.ToArray()];

    [Test]
    public async Task A_key_signs_for_its_address_and_for_no_other()
    {
        using PrivateKey key = Curves.HardhatKey;
        byte[] signature = key.Sign(Digest).ToArray();
        ScriptedContracts chain = new();

        Assert.That(await VerifyAsync(chain, key.Address, signature), Is.InstanceOf<SignatureVerification.ValidEoa>());
        Assert.That(await VerifyAsync(chain, Contract, signature), Is.InstanceOf<SignatureVerification.Invalid>());
        Assert.That(await VerifyAsync(chain, key.Address, []), Is.InstanceOf<SignatureVerification.Invalid>());
        Assert.That(await VerifyAsync(chain, Address.Zero, signature), Is.InstanceOf<SignatureVerification.Invalid>());
        Assert.That(chain.Calls, Is.Empty);
    }

    [Test]
    public async Task A_compact_signature_of_a_key_is_valid()
    {
        using PrivateKey key = Curves.HardhatKey;

        SignatureVerification result = await VerifyAsync(new ScriptedContracts(), key.Address, key.Sign(Digest).ToCompactArray());

        Assert.That(result, Is.InstanceOf<SignatureVerification.ValidEoa>());
    }

    [TestCase(0)]
    [TestCase(3)]
    [TestCase(65)]
    [TestCase(1_000)]
    public async Task A_contract_is_asked_about_a_signature_of_any_length(int length)
    {
        ScriptedContracts chain = new() { Code = ContractCode, Answer = Magic };

        Assert.That(await VerifyAsync(chain, Contract, new byte[length]), Is.InstanceOf<SignatureVerification.ValidContract>());
        Assert.That(chain.Calls, Has.Count.EqualTo(1));
        Assert.That(chain.Calls[0].Call.To, Is.EqualTo(Contract));
        Assert.That(chain.Calls[0].Before, Is.Null);
        Assert.That(Hex.Format(chain.Calls[0].Call.Data.Span), Does.StartWith("0x1626ba7e" + Digest.ToString()[2..]));
    }

    [Test]
    public async Task A_signature_that_is_too_long_is_refused_without_a_question()
    {
        ScriptedContracts chain = new() { Code = ContractCode, Answer = Magic };

        SignatureVerification longest = await VerifyAsync(chain, Contract, new byte[SignatureVerifier.MaxSignatureLength]);
        SignatureVerification tooLong = await VerifyAsync(chain, Contract, new byte[SignatureVerifier.MaxSignatureLength + 1]);

        Assert.That(longest, Is.InstanceOf<SignatureVerification.ValidContract>());
        Assert.That(tooLong, Is.InstanceOf<SignatureVerification.Invalid>().With.Property("Reason").Contains("32769"));
        Assert.That(chain.Calls, Has.Count.EqualTo(1));
    }

    [TestCase(null, Description = "It reverts")]
    [TestCase("", Description = "It returns nothing")]
    [TestCase("1626ba7e", Description = "Four bytes only")]
    [TestCase("0000000000000000000000000000000000000000000000000000000000000001", Description = "True")]
    [TestCase("000000000000000000000000000000000000000000000000000000001626ba7e", Description = "On the wrong side")]
    [TestCase("1626ba7e00000000000000000000000000000000000000000000000000000001", Description = "More than the selector")]
    public async Task An_answer_other_than_the_magic_value_is_a_refusal(string? answer)
    {
        using PrivateKey key = Curves.HardhatKey;
        ScriptedContracts chain = new() { Code = ContractCode, Answer = answer is null ? null : Convert.FromHexString(answer) };

        SignatureVerification result = await VerifyAsync(chain, key.Address, key.Sign(Digest).ToArray());

        Assert.That(result, Is.InstanceOf<SignatureVerification.Invalid>(), "A contract's refusal is final.");
    }

    [Test]
    public async Task An_account_that_delegates_may_sign_by_its_code_or_by_its_key()
    {
        using PrivateKey key = Curves.HardhatKey;
        byte[] signature = key.Sign(Digest).ToArray();
        ScriptedContracts accepting = new() { Code = DelegatedCode, Answer = Magic };
        ScriptedContracts refusing = new() { Code = DelegatedCode, Answer = Refusal };

        Assert.That(await VerifyAsync(accepting, key.Address, Inner), Is.InstanceOf<SignatureVerification.ValidContract>());
        Assert.That(await VerifyAsync(refusing, key.Address, signature), Is.InstanceOf<SignatureVerification.ValidEoa>());
        Assert.That(await VerifyAsync(refusing, key.Address, Inner), Is.InstanceOf<SignatureVerification.Invalid>());
        Assert.That(refusing.Calls, Has.Count.EqualTo(2), "The code is asked first.");
    }

    [Test]
    public async Task A_contract_to_be_deployed_is_asked_after_its_factory_and_gets_the_inner_signature()
    {
        ScriptedContracts chain = new() { AnswerAfterFactory = Magic };

        Assert.That(await VerifyAsync(chain, Contract, Wrapped), Is.InstanceOf<SignatureVerification.ValidContract>());
        Assert.That(chain.Calls, Has.Count.EqualTo(1));
        Assert.That(chain.Calls[0].Before!.To, Is.EqualTo(Factory));
        Assert.That(chain.Calls[0].Before!.Data.ToArray(), Is.EqualTo(new byte[] { 9, 9 }));
        Assert.That(Hex.Format(chain.Calls[0].Call.Data.Span), Does.EndWith("03010203" + new string('0', 58)));
    }

    [Test]
    public async Task A_deployed_contract_is_asked_as_it_is_and_then_after_its_factory()
    {
        ScriptedContracts ready = new() { Code = ContractCode, Answer = Magic };
        ScriptedContracts unready = new() { Code = ContractCode, Answer = Refusal, AnswerAfterFactory = Magic };
        ScriptedContracts refusing = new() { Code = ContractCode, Answer = Refusal, AnswerAfterFactory = Refusal };

        Assert.That(await VerifyAsync(ready, Contract, Wrapped), Is.InstanceOf<SignatureVerification.ValidContract>());
        Assert.That(await VerifyAsync(unready, Contract, Wrapped), Is.InstanceOf<SignatureVerification.ValidContract>());
        Assert.That(await VerifyAsync(refusing, Contract, Wrapped), Is.InstanceOf<SignatureVerification.Invalid>());
        Assert.That(ready.Calls.Select(call => call.Before is null), Is.EqualTo(new[] { true }));
        Assert.That(unready.Calls.Select(call => call.Before is null), Is.EqualTo(new[] { true, false }));
    }

    [Test]
    public async Task A_factory_that_is_not_allowed_is_never_called()
    {
        byte[] foreign = new Erc6492Signature(Contract, new byte[] { 9 }, Inner).ToArray();
        ScriptedContracts chain = new() { AnswerAfterFactory = Magic };

        SignatureVerification result = await VerifyAsync(chain, Contract, foreign);

        Assert.That(result, Is.InstanceOf<SignatureVerification.Invalid>());
        Assert.That(chain.Calls, Is.Empty);
    }

    [Test]
    [Description("ERC-6492 without a trusted factory, as claims are verified: a payer who moved money is deployed, so its code decides")]
    public async Task A_wrapped_signature_of_a_deployed_wallet_is_accepted_without_its_factory()
    {
        ScriptedContracts accepting = new() { Code = ContractCode, Answer = Magic };
        ScriptedContracts refusing = new() { Code = ContractCode, Answer = Refusal, AnswerAfterFactory = Magic };
        SignatureVerification accepted = await VerifyAsync(accepting, Contract, Wrapped, []);
        SignatureVerification refused = await VerifyAsync(refusing, Contract, Wrapped, []);

        Assert.That(accepted, Is.InstanceOf<SignatureVerification.ValidContract>());
        Assert.That(refused, Is.InstanceOf<SignatureVerification.Invalid>().With.Property("Reason").Contains($"The contract {Contract} does not accept"));
        Assert.That(accepting.Calls.Concat(refusing.Calls).Select(call => call.Before), Is.EqualTo(new object?[] { null, null }), "no factory is called");
        Assert.That(Hex.Format(accepting.Calls[0].Call.Data.Span), Does.EndWith("03010203" + new string('0', 58)), "the wrapper is taken off");
    }

    [Test]
    [Description("ERC-6492 without a trusted factory")]
    public async Task A_wrapped_signature_of_a_wallet_that_is_not_deployed_is_refused_with_what_to_do()
    {
        ScriptedContracts chain = new() { AnswerAfterFactory = Magic };

        SignatureVerification result = await VerifyAsync(chain, Contract, Wrapped, []);

        Assert.That(
            result,
            Is.InstanceOf<SignatureVerification.Invalid>().With.Property("Reason").EqualTo(
                $"The wallet {Contract} is not deployed, so it cannot be asked whether it signed, and the factory {Factory} that would deploy it is not trusted (ERC-6492). Deploy it, which its first transaction does, and send the signature again."));
        Assert.That(chain.Calls, Is.Empty);
    }

    [Test]
    public async Task A_wrapped_signature_is_never_taken_for_a_key_s()
    {
        using PrivateKey key = Curves.HardhatKey;
        byte[] wrapped = new Erc6492Signature(Factory, default, key.Sign(Digest).ToArray()).ToArray();

        Assert.That(await VerifyAsync(new ScriptedContracts(), key.Address, wrapped), Is.InstanceOf<SignatureVerification.Invalid>());
    }

    [Test]
    public async Task A_wrapper_that_is_cut_is_invalid()
    {
        for (int cut = 1; cut <= Wrapped.Length - 32; cut++)
        {
            ScriptedContracts chain = new() { Code = ContractCode, Answer = Magic, AnswerAfterFactory = Magic };

            Assert.That(await VerifyAsync(chain, Contract, Wrapped[cut..]), Is.InstanceOf<SignatureVerification.Invalid>(), $"{cut} bytes");
        }
    }

    [Test]
    public void Any_wrapper_reads_back() =>
        Holds.ForAll(Holds.AnyBytes, bytes =>
            Erc6492Signature.TryParse(new Erc6492Signature(Factory, bytes, Inner).ToArray(), out Erc6492Signature? read)
            && read.Factory == Factory
            && read.FactoryData.Span.SequenceEqual(bytes)
            && read.Inner.Span.SequenceEqual(Inner));

    [Test]
    [Category("Fuzz")]
    public void Hostile_wrappers_are_refused_or_read_back() =>
        Fuzz.Bytes(
            "ERC-6492 signature",
            [.. Holds.Samples(Holds.AnyBytes).Select(bytes => new Erc6492Signature(Factory, bytes, Inner).ToArray())],
            new Allowance(4_000, 20),
            bytes => Erc6492Signature.TryParse(bytes, out Erc6492Signature? read)
                ? Fuzz.AcceptedIf(read.ToArray().AsSpan().SequenceEqual(bytes))
                : Fuzz.RefusedIf(read is null));

    private static Task<SignatureVerification> VerifyAsync(ScriptedContracts chain, Address signer, byte[] signature) =>
        VerifyAsync(chain, signer, signature, [Factory]);

    private static Task<SignatureVerification> VerifyAsync(ScriptedContracts chain, Address signer, byte[] signature, HashSet<Address> allowedFactories) =>
        new SignatureVerifier(chain, allowedFactories).VerifyAsync(signer, Digest, signature, CancellationToken.None);
}
