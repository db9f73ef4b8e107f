using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Tests.Crypto;

internal sealed class KeyTests
{
    private const string GeneratorX = "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";
    private const string GeneratorY = "483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8";
    private const string NegatedGeneratorY = "b7c52588d95c3b9aa25b0403f1eef75702e84bb7597aabe663b82f6f04ef2777";

    [TestCase("0x4646464646464646464646464646464646464646464646464646464646464646", "0x9d8A62f656a8d1615C1294fd71e9CFb3E4855A4F",
        Description = "EIP-155, the example's key")]
    [TestCase("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80", "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
        Description = "Hardhat, account 0")]
    [TestCase("0xc85ef7d79691fe79573b1a7064c19c1a9819ebdbd1faaab1a8ec92344438aaf4", "0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826",
        Description = "EIP-712, the example's key: keccak256('cow')")]
    [TestCase("0x0000000000000000000000000000000000000000000000000000000000000001", "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf",
        Description = "The address of the curve's generator")]
    public void A_known_key_has_its_known_address(string privateKey, string address)
    {
        using PrivateKey key = PrivateKey.Parse(privateKey);

        Assert.That(key.Address.ToString(), Is.EqualTo(address));
    }

    [Test]
    [Description("EIP-155, the example's signing hash, r and s")]
    public void The_signature_of_the_EIP_155_example_is_made_and_recovered()
    {
        using PrivateKey key = PrivateKey.Parse("0x4646464646464646464646464646464646464646464646464646464646464646");
        Hash32 digest = Hash32.Parse("0xdaf5a779ae972f972197303d7b574746c7ef83eadac0f2791ad23db92e4c8e53");

        Signature signature = key.Sign(digest);

        Assert.That(signature.R.ToString(), Is.EqualTo("18515461264373351373200002665853028612451056578545711640558177340181847433846"));
        Assert.That(signature.S.ToString(), Is.EqualTo("46948507304638947509940763649030358759909902576025900602547168820602576006531"));
        Assert.That(signature.RecoveryId, Is.Zero);
        Assert.That(key.PublicKey.Verify(digest, signature), Is.True);
    }

    [TestCase("0x0000000000000000000000000000000000000000000000000000000000000000", "is zero or not below")]
    [TestCase("0x" + Curves.Order, "is zero or not below")]
    [TestCase("0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", "is zero or not below")]
    [TestCase("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff", "is not 0x and 64")]
    [TestCase("ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80", "is not 0x and 64")]
    [TestCase("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff8g", "is not 0x and 64")]
    [TestCase("", "is not 0x and 64")]
    [TestCase(null, "is not 0x and 64")]
    public void A_wrong_key_is_refused_and_not_shown(string? text, string reason)
    {
        bool isParsed = PrivateKey.TryParse(text, out PrivateKey? key, out string? error);

        Assert.That(isParsed, Is.False);
        Assert.That(key, Is.Null);
        Assert.That(error, Does.Contain(reason));
        Assert.That(error, Does.Not.Contain("ac09").And.Not.Contain("ffff").And.Not.Contain("0000"));
    }

    [TestCase(0)]
    [TestCase(31)]
    [TestCase(33)]
    public void A_key_of_a_wrong_length_is_refused(int length) =>
        Assert.That(() => PrivateKey.FromBytes(new byte[length]), Throws.TypeOf<FormatException>());

    [Test]
    public void A_key_says_nothing_of_itself_and_is_of_no_use_after_its_end()
    {
        PrivateKey key = Curves.HardhatKey;
        key.Dispose();
        key.Dispose();

        Assert.That(key.ToString(), Is.EqualTo("PrivateKey"));
        Assert.That(key.Address.ToString(), Is.EqualTo("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"));
        foreach (ISecp256k1 curve in Curves.All)
        {
            Assert.That(() => curve.Sign(default, key), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => curve.GetPublicKey(key), Throws.TypeOf<ObjectDisposedException>());
        }
    }

    [TestCase("02" + GeneratorX, GeneratorY)]
    [TestCase("03" + GeneratorX, NegatedGeneratorY)]
    [TestCase("04" + GeneratorX + GeneratorY, GeneratorY)]
    [TestCase("04" + GeneratorX + NegatedGeneratorY, NegatedGeneratorY)]
    public void A_point_is_read_in_both_forms(string encoded, string y)
    {
        PublicKey key = PublicKey.Parse(Convert.FromHexString(encoded));

        Assert.That(key.Y, Is.EqualTo(Curves.Number(y)));
        Assert.That(key.ToString(), Is.EqualTo("0x04" + GeneratorX + y));
        Assert.That(PublicKey.Parse(key.ToCompressedArray()), Is.EqualTo(key));
        Assert.That(PublicKey.Parse(key.ToArray()), Is.EqualTo(key));
    }

    [TestCase("04" + GeneratorX + GeneratorX, Description = "Not on the curve")]
    [TestCase("04" + GeneratorX + "483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4ba", Description = "Not on the curve, with the right parity")]
    [TestCase("06" + GeneratorX + GeneratorY, Description = "The hybrid form")]
    [TestCase("020000000000000000000000000000000000000000000000000000000000000005", Description = "On no point")]
    [TestCase("02fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc30", Description = "x is p + 1, and 1 would be on a point")]
    [TestCase("05" + GeneratorX)]
    [TestCase("00", Description = "Infinity")]
    [TestCase("")]
    [TestCase(GeneratorX + GeneratorY, Description = "64 bytes without the form")]
    [TestCase("02" + GeneratorX + "00")]
    public void What_is_no_point_is_refused(string encoded)
    {
        bool isParsed = PublicKey.TryParse(Convert.FromHexString(encoded), out PublicKey key, out string? error);

        Assert.That(isParsed, Is.False);
        Assert.That(key.IsDefault, Is.True);
        Assert.That(error, Does.Contain("public key"));
    }

    [Test]
    public void Any_x_is_on_the_same_points_in_all_libraries() =>
        Holds.ForAll(
            Holds.BytesOf(33),
            bytes =>
            {
                UInt256 x = UInt256.FromBigEndian(bytes.AsSpan(1));
                bool isOdd = bytes[0] % 2 == 1;
                return Curves.All.Select(curve => curve.TryDecompress(x, isOdd, out PublicKey key) ? key : default).Distinct().Count() == 1;
            },
            Curves.Cost);

    [TestCase("fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f")]
    [TestCase("fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc30")]
    [TestCase("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    public void A_coordinate_beyond_the_field_is_on_no_point(string x) =>
        Assert.That(Curves.All.Select(curve => curve.TryDecompress(Curves.Number(x), false, out _)), Is.All.False);

    [Test]
    public void The_default_public_key_has_no_address() =>
        Assert.That(() => default(PublicKey).ToAddress(), Throws.InvalidOperationException);
}
