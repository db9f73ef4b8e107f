using System.Buffers.Binary;
using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Primitives;
using FsCheck;
using FsCheck.Fluent;
using static ChainTips.Ethereum.Tests.Abi.AbiWords;

namespace ChainTips.Ethereum.Tests.Abi;

internal sealed class AbiMemoryTests
{
    /// <summary>Bytes allocated per byte of data at most, for types as they are used.</summary>
    private const int BytesPerByte = 20;

    /// <summary>What the shortest data may cost.</summary>
    private const int Base = 200_000;

    /// <summary>Arrays of arrays, where each element of one level names the same array of the next.</summary>
    [TestCase(2, 1000)]
    [TestCase(3, 200)]
    [TestCase(6, 50)]
    [TestCase(10, 10)]
    [TestCase(60, 2)]
    public void Tails_that_are_shared_on_every_level_are_refused_before_they_grow(int depth, int width)
    {
        AbiType[] types = Types("bytes" + string.Concat(Enumerable.Repeat("[]", depth)));
        byte[] data = SharedTails(depth, width);

        Assert.That(Decode(types, data), Is.EqualTo(AbiDecodeFailure.TailsSharedTooOften));
    }

    [Test]
    public void One_long_text_named_many_times_is_refused()
    {
        byte[] data = new byte[64 + (1000 * 32) + 32 + 64_000];
        WriteLength(data, 0, 32);
        WriteLength(data, 32, 1000);
        for (int i = 0; i < 1000; i++)
        {
            WriteLength(data, 64 + (i * 32), 1000 * 32);
        }

        WriteLength(data, 64 + (1000 * 32), 64_000);

        Assert.That(Decode(Types("string[]"), data), Is.EqualTo(AbiDecodeFailure.TailsSharedTooOften));
    }

    [TestCase("uint8[0][]")]
    [TestCase("()[]")]
    [TestCase("()[2][]")]
    public void An_array_of_elements_without_size_is_no_longer_than_its_data_warrants(string type)
    {
        Assert.That(Decode(Types(type), Of("20", "7fffffff")), Is.EqualTo(AbiDecodeFailure.TailsSharedTooOften));
        Assert.That(Decode(Types(type), Of("20", "ffffffff")), Is.EqualTo(AbiDecodeFailure.TailTooShort));
        Assert.That(Decode(Types(type), Of("20", "3")), Is.EqualTo(AbiDecodeFailure.None));
    }

    [TestCase("()[2147483647]")]
    [TestCase("()[1000][1000][1000]")]
    [TestCase("(uint8[0][100000],uint8[0][100000])")]
    public void A_fixed_array_of_elements_without_size_is_refused_when_it_is_long(string type) =>
        Assert.That(Decode(Types(type), []), Is.EqualTo(AbiDecodeFailure.TailsSharedTooOften));

    [TestCase("uint256[60000000]")]
    [TestCase("(uint256[60000000],string)")]
    [TestCase("string[60000000]")]
    [TestCase("uint256[4000000][]")]
    public void A_huge_type_over_short_data_is_refused_before_anything_is_made(string type) =>
        Assert.That(Decode(Types(type), Of("20", "1", "20", "20", "1")), Is.EqualTo(AbiDecodeFailure.HeadTooShort).Or.EqualTo(AbiDecodeFailure.TailTooShort));

    [TestCase("bool[]")]
    [TestCase("uint256[]")]
    [TestCase("bytes32[]")]
    [TestCase("(address,uint8)[]")]
    public void A_long_array_costs_a_small_multiple_of_its_data(string type)
    {
        byte[] data = new byte[64 + (32 * 20_000)];
        WriteLength(data, 0, 32);
        WriteLength(data, 32, type[0] == '(' ? 10_000 : 20_000);

        Assert.That(Decode(Types(type), data), Is.EqualTo(AbiDecodeFailure.None));
    }

    [Test]
    public void Any_words_are_decoded_within_bounds() =>
        Holds.ForAll(AnyWords, words =>
        {
            Decode(words.Types, words.Data);
            return true;
        });

    [Test]
    public void Any_bytes_are_decoded_within_bounds() =>
        Holds.ForAll(
            from type in AbiSamples.AnyType from data in Holds.AnyBytes select new Sample([type], data), sample =>
            {
                Decode(sample.Types, sample.Data);
                return true;
            });

    /// <summary>Words that are mostly small multiples of 32, so that many of them are offsets and lengths that hold.</summary>
    private static Gen<Sample> AnyWords =>
        from count in Gen.Choose(1, 3)
        from types in AbiSamples.AnyType.ArrayOf(count)
        from multiples in Gen.Choose(0, 12).ArrayOf(40)
        from odd in Gen.Choose(0, 400)
        select new Sample(types, [.. multiples.Select(multiple => multiple * 32).Append(odd).SelectMany(WordOf)]);

    private static IEnumerable<byte> WordOf(int number)
    {
        byte[] word = new byte[32];
        WriteLength(word, 0, number);
        return word;
    }

    private static byte[] SharedTails(int depth, int width)
    {
        byte[] data = new byte[32 + (depth * 32 * (width + 1)) + 32];
        WriteLength(data, 0, 32);
        for (int level = 0; level < depth; level++)
        {
            int start = 32 + (level * 32 * (width + 1));
            WriteLength(data, start, width);
            for (int i = 1; i <= width; i++)
            {
                WriteLength(data, start + (i * 32), width * 32);
            }
        }

        return data;
    }

    private static void WriteLength(byte[] data, int word, int length) =>
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(word + 28), length);

    private static AbiDecodeFailure Decode(AbiType[] types, byte[] data)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        AbiDecoder.TryDecode(types, data, out _, out AbiDecodeFailure failure);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.That(allocated, Is.LessThanOrEqualTo(Base + ((long)data.Length * BytesPerByte)));
        return failure;
    }

    private sealed record Sample(AbiType[] Types, byte[] Data)
    {
        public override string ToString() => $"({string.Join(',', Types.Select(type => type.Name))}) {Hex.Format(Data)}";
    }
}
