using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Transactions;

namespace ChainTips.Ethereum.Tests.Transactions;

internal sealed class ContractAddressTests
{
    private const string NoAddress = "0x0000000000000000000000000000000000000000";
    private const string NoSalt = "0x0000000000000000000000000000000000000000000000000000000000000000";

    [TestCase(NoAddress, NoSalt, "0x00", "0x4D1A2e2bB4F88F0250f26Ffff098B0b30B26BF38", Description = "EIP-1014, example 0")]
    [TestCase("0xdeadbeef00000000000000000000000000000000", NoSalt, "0x00", "0xB928f69Bb1D91Cd65274e3c79d8986362984fDA3", Description = "EIP-1014, example 1")]
    [TestCase("0xdeadbeef00000000000000000000000000000000", "0x000000000000000000000000feed000000000000000000000000000000000000", "0x00", "0xD04116cDd17beBE565EB2422F2497E06cC1C9833", Description = "EIP-1014, example 2")]
    [TestCase(NoAddress, NoSalt, "0xdeadbeef", "0x70f2b2914A2a4b783FaEFb75f459A580616Fcb5e", Description = "EIP-1014, example 3")]
    [TestCase("0x00000000000000000000000000000000deadbeef", "0x00000000000000000000000000000000000000000000000000000000cafebabe", "0xdeadbeef", "0x60f3f640a8508fC6a86d45DF051962668E1e8AC7", Description = "EIP-1014, example 4")]
    [TestCase("0x00000000000000000000000000000000deadbeef", "0x00000000000000000000000000000000000000000000000000000000cafebabe", "0xdeadbeefdeadbeefdeadbeefdeadbeefdeadbeefdeadbeefdeadbeefdeadbeefdeadbeefdeadbeefdeadbeef", "0x1d8bfDC5D46DC4f61D6b6115972536eBE6A8854C", Description = "EIP-1014, example 5")]
    [TestCase(NoAddress, NoSalt, "0x", "0xE33C0C7F7df4809055C3ebA6c09CFe4BaF1BD9e0", Description = "EIP-1014, example 6")]
    public void A_salted_contract_comes_to_be_where_the_EIP_says(string deployer, string salt, string initCode, string expected)
    {
        Address address = ContractAddress.Create2(
            Address.Parse(deployer), Hash32.Parse(salt), Keccak256.Hash(Hex.Parse(initCode)));

        Assert.That(address.ToString(), Is.EqualTo(expected));
    }

    [TestCase("0x6ac7ea33f8831ea9dcc53393aaa88b25a785dbf0", 0ul, "0xcd234a471b72ba2f1ccf0a70fcaba648a5eecd8d", Description = "known from Ethereum mainnet; the account of many clients' own tests")]
    [TestCase("0x6ac7ea33f8831ea9dcc53393aaa88b25a785dbf0", 1ul, "0x343c43a37d37dff08ae8c4a11544c718abb4fcf8")]
    [TestCase("0x6ac7ea33f8831ea9dcc53393aaa88b25a785dbf0", 2ul, "0xf778b86fa74e846c4f0a1fbd1335fe81c00a0c91")]
    [TestCase("0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266", 0ul, "0x5fbdb2315678afecb367f032d93f642f64180aa3", Description = "the first contract on any Hardhat node")]
    public void The_contracts_of_an_account_follow_its_nonce(string deployer, ulong nonce, string expected) =>
        Assert.That(ContractAddress.Create(Address.Parse(deployer), nonce), Is.EqualTo(Address.Parse(expected)));
}
