using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Tests.Hashing;

internal sealed class Keccak256Tests
{
    [TestCase("", "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470",
        Description = "Yellow Paper, KEC of nothing")]
    [TestCase("abc", "0x4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45",
        Description = "Keccak team, known answers of the 2011 submission")]
    [TestCase("Transfer(address,address,uint256)", "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef",
        Description = "Topic 0 of ERC-20 transfers")]
    public void A_known_text_hashes_to_its_known_value(string text, string hash) =>
        Assert.That(Keccak256.HashUtf8(text).ToString(), Is.EqualTo(hash));

    [Test]
    public void A_million_letters_hash_to_the_known_value()
    {
        byte[] letters = new byte[1_000_000];
        letters.AsSpan().Fill((byte)'a');

        Assert.That(
            Keccak256.Hash(letters).ToString(),
            Is.EqualTo("0xfadae6b49f129bbb812be8407b7b2894f34aecf6dbd1f9b0f0c7e9853098fc96"));
    }

    [Test]
    public void Every_length_around_the_block_boundaries_agrees_with_a_second_implementation()
    {
        for (int length = 0; length <= 410; length++)
        {
            byte[] input = [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7 % 251))];

            Assert.That(Keccak256.Hash(input).ToArray(), Is.EqualTo(SlowKeccak.Hash(input)), $"{length} bytes");
        }
    }

    [Test]
    public void Any_bytes_agree_with_a_second_implementation() =>
        Holds.ForAll(Holds.AnyBytes, bytes => Keccak256.Hash(bytes).ToArray().SequenceEqual(SlowKeccak.Hash(bytes)));

    [Test]
    public void The_output_may_overlap_the_input()
    {
        byte[] bytes = new byte[32];
        Hash32 expected = Keccak256.Hash(bytes);

        Keccak256.Hash(bytes, bytes);

        Assert.That(Hash32.FromBytes(bytes), Is.EqualTo(expected));
    }

    [Test]
    public void An_output_shorter_than_32_bytes_is_refused() =>
        Assert.That(() => Keccak256.Hash([], new byte[31]), Throws.TypeOf<ArgumentOutOfRangeException>());
}
