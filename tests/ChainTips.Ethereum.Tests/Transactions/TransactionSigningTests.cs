using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Transactions;

namespace ChainTips.Ethereum.Tests.Transactions;

internal sealed class TransactionSigningTests
{
    private const string EthersSuite = "@ethersproject/testcases 5.8.0 (MIT), ";

    /// <summary>The example in the text of EIP-155.</summary>
    private static LegacyTransaction Eip155 => new()
    {
        ChainId = 1,
        Nonce = 9,
        GasPrice = 20_000_000_000UL,
        GasLimit = 21_000UL,
        To = Address.Parse("0x3535353535353535353535353535353535353535"),
        Value = 1_000_000_000_000_000_000UL,
    };

    private static PrivateKey Eip155Key => PrivateKey.FromBytes(Enumerable.Repeat((byte)0x46, 32).ToArray());

    [Test]
    public void The_example_of_EIP155_is_signed_as_the_EIP_says()
    {
        SignedTransaction signed = Eip155.Sign(Eip155Key);

        Assert.That(
            Hex.Format(Eip155.EncodeUnsigned()),
            Is.EqualTo("0xec098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a764000080018080"));
        Assert.That(
            Eip155.SigningHash().ToString(),
            Is.EqualTo("0xdaf5a779ae972f972197303d7b574746c7ef83eadac0f2791ad23db92e4c8e53"));
        Assert.That(
            Hex.Format(signed.Encode()),
            Is.EqualTo("0xf86c098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a76400008025a028ef61340bd939bc2195fe537567866003e1a15d3c71ff63e1590620aa636276a067cbe9d8997f761aecb703304b3800ccf555c9f3dc64214b297fb1966a3b6d83"));
        Assert.That(signed.RecoverSender(), Is.EqualTo(Eip155Key.Address));
    }

    [Test(Description = EthersSuite + "transactions blank_000000")]
    public void A_legacy_transaction_without_chain_id_is_bound_to_no_chain()
    {
        LegacyTransaction blank = new();
        PrivateKey key = PrivateKey.Parse("0x0123456789012345678901234567890123456789012345678901234567890123");

        Assert.That(Hex.Format(blank.EncodeUnsigned()), Is.EqualTo("0xc6808080808080"));
        Assert.That(
            Hex.Format(blank.Sign(key).Encode()),
            Is.EqualTo("0xf8498080808080801ca0a7badf84cf9266ba71cc2782f924a05dc314257d634997b9ef07126d7ef07f7ca066a698f9103e56780f6fad7523e02b63dae8d60b0433eb1dbfb9ab8114983658"));
        Assert.That(
            Hex.Format((blank with { ChainId = 5 }).Sign(key).Encode()),
            Is.EqualTo("0xf8498080808080802da00cc705a1f026df4aaddc3cd3a2561f7e1224c31e7baa4996bde1b05c075d2ed2a06e2de5b76466806e3a40818919f73bc9fee3c45c25f6e9216bcaa8201a4b4cdb"));
    }

    [Test(Description = EthersSuite + "typed-transactions eip1559-random-000")]
    public void A_fee_market_transaction_is_signed_as_ethers_does()
    {
        FeeMarketTransaction transaction = new()
        {
            ChainId = 192,
            Nonce = 6,
            MaxPriorityFeePerGas = 0xec1bUL,
            MaxFeePerGas = 0x5642e19aUL,
            GasLimit = 0x0b89bfUL,
            To = Address.Parse("0xa9f0543f5a44421ec1fd5cb2bdf181fee39182cb"),
            Value = 0x8559bdUL,
            Data = Hex.Parse("0xf855dfa27cf72b7aa80298"),
            AccessList =
            [
                new AccessListEntry(
                    Address.Parse("0x31c6e68984f628f296e48f0da15e445d9bf718b8"),
                    [Hash32.Parse("0x61daa59c5f144018ba7b177bc13dce72c9a8aac2e4b46389407fe1bd68cb1590")]),
            ],
        };
        PrivateKey key = PrivateKey.Parse("0xd1dc6203ab2b843fd3388d8449c47f1c4a6e75a2ae17f6e39bfd55ba00e42c47");

        Assert.That(
            Hex.Format(transaction.Sign(key).Encode()),
            Is.EqualTo("0x02f8b181c00682ec1b845642e19a830b89bf94a9f0543f5a44421ec1fd5cb2bdf181fee39182cb838559bd8bf855dfa27cf72b7aa80298f838f79431c6e68984f628f296e48f0da15e445d9bf718b8e1a061daa59c5f144018ba7b177bc13dce72c9a8aac2e4b46389407fe1bd68cb159080a0dccf432aa8b4308ab405c9acb50697bd92f86a634eb5710d46a40e6159104118a02188bd73e7091639d7c04e39fb28d58d22719bd8c8c502a67551551b8e150ca3"));
        Assert.That(key.Address, Is.EqualTo(Address.Parse("0x71578a84d5c91a094749bcab96c92e0064966689")));
    }

    [Test(Description = EthersSuite + "typed-transactions eip2930-random-511")]
    public void An_access_list_transaction_is_signed_as_ethers_does()
    {
        AccessListTransaction transaction = new()
        {
            ChainId = 201,
            Nonce = 6,
            GasPrice = 0xe36ea7aa90UL,
            GasLimit = 0xfeUL,
            To = Address.Parse("0x5148616c5ff3a04e55afd395c4e5485bc9d3b279"),
            Value = 0x0fUL,
            Data = Hex.Parse("0x066b1f4e5fecf476"),
            AccessList =
            [
                new AccessListEntry(
                    Address.Parse("0xa2ddedd9f1ff5eb9059361671adb53aadc2b9b56"),
                    [
                        Hash32.Parse("0x04665d46b3f3dce5bd019dbde418255d4bd4d4e140a758f39498964005491ed4"),
                        Hash32.Parse("0x658a1bddb2009535f5136dbad75c4cc7af52eeaf8a72d43e66e592920778d0ec"),
                    ]),
                new AccessListEntry(Address.Parse("0xb8d9010f0cb05be5f247757fc8dc31858ebe41ec"), []),
            ],
        };
        PrivateKey key = PrivateKey.Parse("0x597330e3b1f4c93bd968729290449fe299d6765409767fa86143c464cd252b8a");

        Assert.That(
            Hex.Format(transaction.Sign(key).Encode()),
            Is.EqualTo("0x01f8e181c90685e36ea7aa9081fe945148616c5ff3a04e55afd395c4e5485bc9d3b2790f88066b1f4e5fecf476f872f85994a2ddedd9f1ff5eb9059361671adb53aadc2b9b56f842a004665d46b3f3dce5bd019dbde418255d4bd4d4e140a758f39498964005491ed4a0658a1bddb2009535f5136dbad75c4cc7af52eeaf8a72d43e66e592920778d0ecd694b8d9010f0cb05be5f247757fc8dc31858ebe41ecc001a0b6ce4b110e046e4d9b5cedc38f36267be7fc45a909cdb4b16c451e7794b37675a02601b6f8540e86cf96659a2292e0c469c099df51bfed9bd6ab98cf8d6e5fa076"));
    }

    [Test]
    public void What_no_chain_accepts_is_not_signed()
    {
        AssertNotSigned(Eip155 with { Nonce = ulong.MaxValue }, TransactionFailure.NonceTooLarge);
        AssertNotSigned(Eip155 with { ChainId = Transaction.MaxChainId + 1 }, TransactionFailure.ChainIdTooLarge);
        AssertNotSigned(
            new FeeMarketTransaction { MaxPriorityFeePerGas = 2UL, MaxFeePerGas = 1UL }, TransactionFailure.PriorityFeeAboveFee);
        Assert.That(
            () => new SignedTransaction(Eip155, default), Throws.TypeOf<TransactionFormatException>(), "no signature");
    }

    [Test]
    public void The_largest_chain_id_is_signed_and_read()
    {
        SignedTransaction signed = (Eip155 with { ChainId = Transaction.MaxChainId }).Sign(Eip155Key);

        SignedTransaction decoded = SignedTransaction.Decode(signed.Encode());

        Assert.That(decoded.Transaction.ChainId, Is.EqualTo(Transaction.MaxChainId));
        Assert.That(decoded.RecoverSender(), Is.EqualTo(Eip155Key.Address));
    }

    private static void AssertNotSigned(Transaction transaction, TransactionFailure failure)
    {
        TransactionFormatException? refusal = Assert.Throws<TransactionFormatException>(() => transaction.Sign(Eip155Key));
        Assert.That(refusal!.Failure, Is.EqualTo(failure));
    }
}
