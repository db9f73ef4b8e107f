using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.Primitives;
using ChainTips.Testing;

namespace ChainTips.Ethereum.Tests.Crypto;

internal sealed class SignatureTests
{
    private const string R = "68a020a209d3d56c46f38cc50a33f704f4a9a10a59377f8dd762ac66910e9b90";
    private const string S = "7e865ad05c4035ab5792787d4a0297a43617ae897930a6fe4d822b8faea52064";
    private const string Zero = "0000000000000000000000000000000000000000000000000000000000000000";
    private const string HalfOrder = "7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0";
    private const string HalfOrderPlusOne = "7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a1";

    [TestCase("Hello World", R, S, 27, S, Description = "EIP-2098, first test case")]
    [TestCase("It's a small(er) world",
        "9328da16089fcba9bececa81663203989f2df5fe1faa6291a45381c81bd17f76",
        "139c6d6b623b42da56557e5e734a43dc83345ddfadec52cbe24d0cc64f550793", 28,
        "939c6d6b623b42da56557e5e734a43dc83345ddfadec52cbe24d0cc64f550793", Description = "EIP-2098, second test case")]
    public void The_compact_form_of_a_personal_message_is_that_of_EIP_2098(
        string message, string r, string s, int v, string compactS)
    {
        using PrivateKey key = PrivateKey.Parse("0x1234567890123456789012345678901234567890123456789012345678901234");

        Signature signature = key.Sign(PersonalMessage.DigestUtf8(message));

        Assert.That(signature.ToString(), Is.EqualTo($"0x{r}{s}{v:x2}"));
        Assert.That(signature.V, Is.EqualTo(v));
        Assert.That(Convert.ToHexStringLower(signature.ToCompactArray()), Is.EqualTo(r + compactS));
        Assert.That(Signature.Parse(signature.ToCompactArray()), Is.EqualTo(signature));
    }

    [Test]
    public void Four_encodings_of_one_signature_recover_one_address_and_the_high_s_twins_are_refused()
    {
        using PrivateKey key = Curves.HardhatKey;
        for (ulong i = 0; i < 16; i++)
        {
            Signature signature = key.Sign(Curves.DigestOf(i));
            byte[] full = signature.ToArray();
            byte[] zeroBased = [.. full[..64], (byte)(full[64] - 27)];
            byte[] twinS = Subtract(Convert.FromHexString(Curves.Order), full[32..64]);
            byte[] otherV = [.. full[..64], (byte)(55 - full[64])];

            foreach (byte[] encoding in new[] { full, zeroBased, signature.ToCompactArray(), Signature.Parse(zeroBased).ToArray() })
            {
                bool isRecovered = Secp256k1.Default.TryRecover(Curves.DigestOf(i), Signature.Parse(encoding), out Address signer);
                Assert.That(isRecovered && signer == key.Address, Is.True, Convert.ToHexString(encoding));
            }

            Assert.That(() => Signature.Parse([.. full[..32], .. twinS, full[64]]), Throws.TypeOf<FormatException>());
            Assert.That(() => Signature.Parse([.. full[..32], .. twinS, otherV[64]]), Throws.TypeOf<FormatException>());
            Assert.That(
                Secp256k1.Default.TryRecover(Curves.DigestOf(i), Signature.Parse(otherV), out Address other) && other == key.Address,
                Is.False);
        }
    }

    [TestCase(Zero, S, "1b", "r is 0;")]
    [TestCase(Curves.Order, S, "1b", "r is 1157")]
    [TestCase("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", S, "1b", "r is 1157")]
    [TestCase(R, Zero, "1b", "s is 0;")]
    [TestCase(R, Curves.Order, "1b", "s is 1157")]
    [TestCase(R, HalfOrderPlusOne, "1b", "EIP-2")]
    [TestCase(R, "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140", "1c", "EIP-2")]
    [TestCase(R, S, "02", "v is 2;", Description = "A recovery id for r + n")]
    [TestCase(R, S, "03", "v is 3;", Description = "A recovery id for r + n")]
    [TestCase(R, S, "1a", "v is 26;")]
    [TestCase(R, S, "1d", "v is 29;")]
    [TestCase(R, S, "25", "v is 37;", Description = "The v of EIP-155 belongs to transactions")]
    [TestCase(R, S, "ff", "v is 255;")]
    [TestCase(R, S, "1b00", "not 66")]
    [TestCase(R, "7e865ad05c4035ab5792787d4a0297a43617ae897930a6fe4d822b8faea520", "", "not 63")]
    [TestCase("", "", "", "not 0")]
    [TestCase(Zero, S, "", "r is 0;", Description = "Compact")]
    [TestCase(R, Zero, "", "s is 0;", Description = "Compact")]
    [TestCase(R, "8000000000000000000000000000000000000000000000000000000000000000", "", "s is 0;", Description = "Compact, odd")]
    [TestCase(R, HalfOrderPlusOne, "", "EIP-2", Description = "Compact")]
    public void A_signature_out_of_range_is_refused_with_the_reason(string r, string s, string v, string reason)
    {
        bool isParsed = Signature.TryParse(Convert.FromHexString(r + s + v), out Signature signature, out string? error);

        Assert.That(isParsed, Is.False);
        Assert.That(signature.IsDefault, Is.True);
        Assert.That(error, Does.Contain(reason));
    }

    [TestCase(R, HalfOrder)]
    [TestCase("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140", "0000000000000000000000000000000000000000000000000000000000000001")]
    public void The_ends_of_the_ranges_belong_to_them(string r, string s) =>
        Assert.That(Signature.Parse(Convert.FromHexString(r + s + "1c")).ToString(), Is.EqualTo($"0x{r}{s}1c"));

    [Test]
    public void A_v_of_more_than_a_byte_is_refused()
    {
        bool isMade = Signature.TryCreate(1UL, 1UL, 256UL + 27UL, out Signature signature, out string? error);

        Assert.That(isMade, Is.False);
        Assert.That(signature, Is.EqualTo(default(Signature)));
        Assert.That(error, Does.Contain("283"));
    }

    [Test]
    public void Any_bytes_parse_to_a_signature_that_formats_alike_or_are_refused() =>
        Holds.ForAll(Holds.BytesOf(66), bytes =>
        {
            bytes[32] &= 0x7f;
            byte[] full = [.. bytes[..64], (byte)(27 + (bytes[64] % 3))];
            byte[] compact = bytes[..64];
            return IsSame(full, Signature.TryParse(full, out Signature one, out _), one.ToArray())
                && IsSame(compact, Signature.TryParse(compact, out Signature two, out _), two.ToCompactArray())
                && !Signature.TryParse(bytes, out _, out _);
        });

    [Test]
    [Category("Fuzz")]
    public void Hostile_bytes_are_refused_or_the_signature_that_was_read() =>
        Fuzz.Bytes(
            "signature",
            [.. Enumerable.Range(1, 20).Select(i => Curves.HardhatKey.Sign(Curves.DigestOf((ulong)i)).ToArray())],
            new Allowance(4_000, 10),
            bytes => Signature.TryParse(bytes, out Signature signature, out string? error)
                ? Fuzz.AcceptedIf(error is null && (IsSame(bytes, signature.ToArray()) || IsSame(bytes, signature.ToCompactArray())))
                : Fuzz.RefusedIf(error is not null && signature.IsDefault));

    /// <summary>Whether the formatted bytes are those that were read, which may have 0 or 1 instead of 27 or 28.</summary>
    private static bool IsSame(byte[] bytes, byte[] formatted) =>
        bytes.Length == formatted.Length
        && bytes.AsSpan(0, 64).SequenceEqual(formatted.AsSpan(0, 64))
        && (bytes.Length == 64 || bytes[64] == formatted[64] || bytes[64] == formatted[64] - 27);

    private static bool IsSame(byte[] bytes, bool isParsed, byte[] formatted) => !isParsed || formatted.SequenceEqual(bytes);

    private static byte[] Subtract(byte[] left, byte[] right)
    {
        System.Numerics.BigInteger difference = new System.Numerics.BigInteger(left, true, true) - new System.Numerics.BigInteger(right, true, true);
        byte[] bytes = difference.ToByteArray(true, true);
        return [.. new byte[32 - bytes.Length], .. bytes];
    }
}
