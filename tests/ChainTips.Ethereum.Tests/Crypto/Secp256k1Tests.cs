using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.Primitives;
using ChainTips.Testing;

namespace ChainTips.Ethereum.Tests.Crypto;

internal sealed class Secp256k1Tests
{
    private const string One = "0x0000000000000000000000000000000000000000000000000000000000000001";
    private const string Last = "0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140";
    private const string Max = "0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff";

    [Test]
    public void The_default_is_the_native_library_exactly_where_it_loads_and_is_not_opted_out_of()
    {
        bool isManaged = Environment.GetEnvironmentVariable(Secp256k1.ChoiceVariable) == "managed"
            || !NativeSecp256k1.TryLoad(out NativeSecp256k1? native);

        Assert.That(Secp256k1.Default, isManaged ? Is.InstanceOf<ManagedSecp256k1>() : Is.InstanceOf<NativeSecp256k1>());
        Assert.That(Secp256k1.Default.Name, isManaged ? Does.Contain("(managed)") : Does.Contain("(native)"));
        Assert.That(Curves.All.Select(curve => curve.Name), Has.Member(Secp256k1.Default.Name));
        Assert.That(Secp256k1.Choose("managed"), Is.SameAs(ManagedSecp256k1.Instance));
        Assert.That(Secp256k1.Choose(null), Is.SameAs(Curves.All.Last()));
    }

    [TestCase(One, "Satoshi Nakamoto",
        "934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d82442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5",
        Description = "RFC 6979 with secp256k1 and SHA-256, the vectors that Bitcoin's libraries share")]
    [TestCase(One, "All those moments will be lost in time, like tears in rain. Time to die...",
        "8600dbd41e348fe5c9465ab92d23e3db8b98b873beecd930736488696438cb6b547fe64427496db33bf66019dacbf0039c04199abb0122918601db38a72cfc21",
        Description = "The same; the signature's s was the higher one")]
    [TestCase(Last, "Satoshi Nakamoto",
        "fd567d121db66e382991534ada77a6bd3106f0a1098c231e47993447cd6af2d06b39cd0eb1bc8603e159ef5c20a5c8ad685a45b06ce9bebed3f153d10d93bed5",
        Description = "The same, with the key n - 1")]
    [TestCase("0xf8b8af8ce3c7cca5e300d33939540c10d45ce001b8f252bfbc57ba0342904181", "Alan Turing",
        "7063ae83e7f62bbb171798131b4a0564b956930092b33b07b395615d9ec7e15c58dfcc1e00a35e1572f366ffe34ba0fc47db1e7189759b9fb233c5b05ab388ea",
        Description = "The same")]
    [TestCase("0xe91671c46231f833a6406ccbea0e3e392c76c167bac1cb013f6f1013980455c2",
        "There is a computer disease that anybody who works with computers knows about. It's a very serious disease and it "
        + "interferes completely with the work. The trouble with computers is that you 'play' with them!",
        "b552edd27580141f3b2a5463048cb7cd3e047b97c9f98076c32dbdf85a68718b279fa72dd19bfae05577e06c7c0c1900c371fcd5893f7e1d56a37d30174671f6",
        Description = "The same")]
    public void A_signature_has_the_nonce_of_RFC_6979_and_the_lower_s(string privateKey, string text, string signature)
    {
        using PrivateKey key = PrivateKey.Parse(privateKey);
        Hash32 digest = Curves.Sha256Of(text);

        foreach (ISecp256k1 curve in Curves.All)
        {
            Signature made = curve.Sign(digest, key);

            Assert.That(Convert.ToHexStringLower(made.ToArray().AsSpan(0, 64)), Is.EqualTo(signature), curve.Name);
            Assert.That(curve.TryRecover(digest, made, out Address signer), Is.True, curve.Name);
            Assert.That(signer, Is.EqualTo(key.Address), curve.Name);
        }
    }

    [Test]
    public void All_libraries_give_the_same_bytes_for_any_key_and_digest_and_recover_the_signer()
    {
        ulong end = checked(Trials.Seed.Number + (ulong)Trials.Count(Curves.Cost));
        for (ulong i = Trials.Seed.Number; i < end; i++)
        {
            using PrivateKey key = Curves.KeyOf(i);
            Hash32 digest = Curves.DigestOf(i);
            Signature expected = ManagedSecp256k1.Instance.Sign(digest, key);
            foreach (ISecp256k1 curve in Curves.All)
            {
                Signature signature = curve.Sign(digest, key);
                bool isRecovered = curve.TryRecover(digest, signature, out PublicKey recovered);

                Assert.That(signature, Is.EqualTo(expected), curve.Name);
                Assert.That(isRecovered && recovered == curve.GetPublicKey(key), Is.True, $"{curve.Name}, digest {i}");
                Assert.That(curve.Verify(digest, signature, recovered), Is.True, $"{curve.Name}, digest {i}");
                Assert.That(curve.Verify(Curves.DigestOf(i + 1), signature, recovered), Is.False, $"{curve.Name}, digest {i}");
            }
        }
    }

    [TestCase("0x" + Curves.Order, Description = "The digest is n, so 0")]
    [TestCase("0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364142", Description = "n + 1")]
    [TestCase(Max, Description = "The largest digest")]
    [TestCase("0x0000000000000000000000000000000000000000000000000000000000000000")]
    public void A_digest_beyond_the_order_is_reduced_before_the_nonce_is_made(string text)
    {
        Hash32 digest = Hash32.Parse(text);
        using PrivateKey key = Curves.HardhatKey;
        Signature expected = ManagedSecp256k1.Instance.Sign(digest, key);

        foreach (ISecp256k1 curve in Curves.All)
        {
            Assert.That(curve.Sign(digest, key), Is.EqualTo(expected), curve.Name);
            Assert.That(curve.Verify(digest, expected, key.PublicKey), Is.True, curve.Name);
            Assert.That(curve.TryRecover(digest, expected, out Address signer), Is.True, curve.Name);
            Assert.That(signer, Is.EqualTo(key.Address), curve.Name);
        }
    }

    [Test]
    [Description("Q = (sR - zG) / r is infinity when R is G and s is z")]
    public void A_recovery_that_ends_at_infinity_fails()
    {
        UInt256 generatorX = Curves.Number("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");
        Hash32 digest = Hash32.Parse("0x0000000000000000000000000000000000000000000000000000000000000005");
        bool isMade = Signature.TryCreate(generatorX, 5UL, 0UL, out Signature signature, out _);

        Assert.That(isMade, Is.True);
        foreach (ISecp256k1 curve in Curves.All)
        {
            Assert.That(curve.TryRecover(digest, signature, out PublicKey key), Is.False, curve.Name);
            Assert.That(key.IsDefault, Is.True, curve.Name);
            Assert.That(curve.TryRecover(digest, signature, out Address address), Is.False, curve.Name);
            Assert.That(address.IsZero, Is.True, curve.Name);
        }
    }

    [Test]
    [Description("5 is not the x of a point: 5 * 5 * 5 + 7 is no square")]
    public void A_recovery_from_an_r_that_is_on_no_point_fails()
    {
        bool isMade = Signature.TryCreate(5UL, 1UL, 27UL, out Signature signature, out _);

        Assert.That(isMade, Is.True);
        foreach (ISecp256k1 curve in Curves.All)
        {
            Assert.That(curve.TryRecover(Curves.DigestOf(1), signature, out Address _), Is.False, curve.Name);
        }
    }

    [Test]
    public void The_default_signature_and_the_default_key_recover_and_verify_nothing()
    {
        using PrivateKey key = Curves.HardhatKey;
        Signature signature = key.Sign(Curves.DigestOf(1));

        foreach (ISecp256k1 curve in Curves.All)
        {
            Assert.That(curve.TryRecover(Curves.DigestOf(1), default, out PublicKey _), Is.False, curve.Name);
            Assert.That(curve.Verify(Curves.DigestOf(1), default, key.PublicKey), Is.False, curve.Name);
            Assert.That(curve.Verify(Curves.DigestOf(1), signature, default), Is.False, curve.Name);
        }
    }

    [Test]
    public void Any_r_and_s_in_range_recover_the_same_key_or_none_in_all_libraries() =>
        Holds.ForAll(
            Holds.BytesOf(97),
            bytes =>
            {
                bytes[32] &= 0x7f;
                if (!Signature.TryParse([.. bytes[..32], .. bytes[32..64], (byte)(bytes[64] % 2)], out Signature signature, out _))
                {
                    return true;
                }

                Hash32 digest = Hash32.FromBytes(bytes.AsSpan(65));
                return Curves.All.Select(curve => curve.TryRecover(digest, signature, out PublicKey key) ? key : default).Distinct().Count() == 1;
            },
            Curves.Cost);

    [Test]
    public void Recovery_by_the_native_library_allocates_nothing()
    {
        using PrivateKey key = Curves.HardhatKey;
        Hash32 digest = Curves.DigestOf(1);
        Signature signature = key.Sign(digest);
        foreach (ISecp256k1 curve in Curves.All)
        {
            long allocated = Holds.LeastAllocated(() => curve.TryRecover(digest, signature, out Address _));

            Assert.That(allocated, curve is NativeSecp256k1 ? Is.Zero : Is.LessThan(1_000_000), curve.Name);
        }
    }

    [Test]
    public void Threads_share_a_library()
    {
        using PrivateKey key = Curves.HardhatKey;
        foreach (ISecp256k1 curve in Curves.All)
        {
            bool[] right = new bool[64];
            Parallel.For(0, right.Length, i =>
                right[i] = curve.TryRecover(Curves.DigestOf((ulong)i), curve.Sign(Curves.DigestOf((ulong)i), key), out Address signer)
                    && signer == key.Address);

            Assert.That(right, Is.All.True, curve.Name);
        }
    }
}
