using ChainTips.Ethereum.Primitives;
using ChainTips.Testing;

namespace ChainTips.Ethereum.Tests.Primitives;

internal sealed class AddressTests
{
    [Test]
    [Category("Fuzz")]
    public void Hostile_text_is_refused_or_the_address_that_was_read() =>
        Fuzz.Text(
            "address",
            [
                "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045",
                "0xd8da6bf26964af9d7eed9e03e53415d37aa96045",
                "0xD8DA6BF26964AF9D7EED9E03E53415D37AA96045",
            ],
            new Allowance(4_000, 10),
            text => Address.TryParse(text, out Address address, out string? error)
                ? Fuzz.AcceptedIf(error is null && address.ToString().Equals(text, StringComparison.OrdinalIgnoreCase))
                : Fuzz.RefusedIf(address == default && error.Length < 400));

    [TestCase("0x52908400098527886E0F7030069857D2E4169EE7", Description = "EIP-55, all upper case")]
    [TestCase("0x8617E340B3D01FA5F11F306F4090FD50E238070D", Description = "EIP-55, all upper case")]
    [TestCase("0xde709f2102306220921060314715629080e2fb77", Description = "EIP-55, all lower case")]
    [TestCase("0x27b1fdb04752bbc536007a920d24acb045561c26", Description = "EIP-55, all lower case")]
    [TestCase("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", Description = "EIP-55, normal")]
    [TestCase("0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359", Description = "EIP-55, normal")]
    [TestCase("0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB", Description = "EIP-55, normal")]
    [TestCase("0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb", Description = "EIP-55, normal")]
    public void A_checksummed_address_is_written_as_it_was_read(string text)
    {
        Assert.That(Address.Parse(text).ToString(), Is.EqualTo(text));
        Assert.That(Address.Parse(text.ToLowerInvariant()).ToString(), Is.EqualTo(text));
        Assert.That(Address.Parse("0x" + text[2..].ToUpperInvariant()).ToString(), Is.EqualTo(text));
    }

    [Test]
    public void Mixed_case_with_a_wrong_checksum_is_refused_with_the_right_spelling()
    {
        const string Wrong = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD";

        Assert.That(Address.TryParse(Wrong, out Address address, out string? error), Is.False);
        Assert.That(address, Is.EqualTo(Address.Zero));
        Assert.That(error, Does.Contain("checksum").And.Contains("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"));
    }

    [TestCase(null, "missing")]
    [TestCase("", "missing")]
    [TestCase("52908400098527886E0F7030069857D2E4169EE7", "does not begin with 0x")]
    [TestCase("0X52908400098527886E0F7030069857D2E4169EE7", "does not begin with 0x")]
    [TestCase(" 0x52908400098527886E0F7030069857D2E4169EE7", "does not begin with 0x")]
    [TestCase("0x52908400098527886E0F7030069857D2E4169EE", "39 characters after 0x")]
    [TestCase("0x52908400098527886E0F7030069857D2E4169EE70", "41 characters after 0x")]
    [TestCase("0x52908400098527886E0F7030069857D2E4169EEg", "not hexadecimal")]
    [TestCase("0x52908400098527886E0F7030069857D2E4169EE７", "not hexadecimal")]
    [TestCase("0x52908400098527886E0F7030069857D2E4169E\0\0", "not hexadecimal")]
    public void A_bad_address_is_refused_with_its_reason(string? text, string reason)
    {
        Assert.That(Address.TryParse(text, out _, out string? error), Is.False);
        Assert.That(error, Does.Contain(reason).And.Contains("40 hexadecimal digits"));
    }

    [Test]
    public void The_message_for_a_huge_text_is_short() =>
        Assert.That(
            () => Address.Parse("0x" + new string('f', 1_000_000)),
            Throws.TypeOf<FormatException>().With.Message.Length.LessThan(250));

    [Test]
    public void Any_twenty_bytes_survive_text_and_bytes() =>
        Holds.ForAll(Holds.BytesOf(Address.Length), bytes =>
        {
            Address address = Address.FromBytes(bytes);
            return address.ToArray().SequenceEqual(bytes)
                && Address.Parse(address.ToString()) == address
                && address.GetHashCode() == Address.FromBytes(bytes).GetHashCode();
        });

    [Test]
    public void Addresses_sort_by_their_bytes()
    {
        for (int i = 1; i < Address.Length; i++)
        {
            Address small = WithByte(i);
            Address large = WithByte(i - 1);

            Assert.That(small.CompareTo(large), Is.Negative, $"byte {i}");
            Assert.That(small < large && large > small && small <= large && large >= small && small != large, Is.True);
        }
    }

    [Test]
    public void The_default_is_the_zero_address()
    {
        Assert.That(default(Address), Is.EqualTo(Address.Zero));
        Assert.That(Address.Zero.IsZero, Is.True);
        Assert.That(WithByte(19).IsZero, Is.False);
        Assert.That(Address.Zero.ToString(), Is.EqualTo("0x0000000000000000000000000000000000000000"));
    }

    [TestCase(19)]
    [TestCase(21)]
    public void A_wrong_number_of_bytes_is_refused(int length) =>
        Assert.That(
            () => Address.FromBytes(new byte[length]), Throws.ArgumentException.With.Message.Contains($"not {length}"));

    private static Address WithByte(int index)
    {
        byte[] bytes = new byte[Address.Length];
        bytes[index] = 1;
        return Address.FromBytes(bytes);
    }
}
