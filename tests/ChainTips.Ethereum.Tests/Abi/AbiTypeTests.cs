using ChainTips.Ethereum.Abi;
using ChainTips.Testing;

namespace ChainTips.Ethereum.Tests.Abi;

internal sealed class AbiTypeTests
{
    [TestCase("uint", "uint256")]
    [TestCase("int", "int256")]
    [TestCase("uint8", "uint8")]
    [TestCase("int248", "int248")]
    [TestCase("bytes1", "bytes1")]
    [TestCase("bytes32", "bytes32")]
    [TestCase("function", "function")]
    [TestCase("(address,bytes)[2][]", "(address,bytes)[2][]")]
    [TestCase("tuple(uint a, (string b, int[] c) d)[]", "(uint256,(string,int256[]))[]")]
    [TestCase(" ( address to , uint ) [ 3 ] ", "(address,uint256)[3]")]
    [TestCase("()", "()", Description = "Solidity ABI specification: a tuple of n members, n >= 0")]
    [TestCase("uint256[0]", "uint256[0]", Description = "Solidity ABI specification: M elements, M >= 0")]
    public void A_type_has_its_canonical_name(string text, string name)
    {
        Assert.That(AbiType.Parse(text).Name, Is.EqualTo(name));
        Assert.That(AbiType.Parse(text), Is.EqualTo(AbiType.Parse(name)));
    }

    [TestCase("uint256", false, 32)]
    [TestCase("bytes", true, 32)]
    [TestCase("(uint8,bool)[3]", false, 192)]
    [TestCase("(uint8,string)[3]", true, 32)]
    [TestCase("string[0]", true, 32, Description = "Solidity ABI specification: T[k] for any dynamic T and any k >= 0")]
    [TestCase("uint8[0]", false, 0)]
    [TestCase("()", false, 0)]
    [TestCase("()[]", true, 32)]
    public void A_type_knows_what_it_takes_in_a_head(string text, bool isDynamic, int headSize)
    {
        AbiType type = AbiType.Parse(text);

        Assert.That(type.IsDynamic, Is.EqualTo(isDynamic));
        Assert.That(type.HeadSize, Is.EqualTo(headSize));
    }

    [TestCase("")]
    [TestCase("uint0")]
    [TestCase("uint7")]
    [TestCase("uint264")]
    [TestCase("uint08")]
    [TestCase("uint2560")]
    [TestCase("uint 256")]
    [TestCase("int-8")]
    [TestCase("bytes0")]
    [TestCase("bytes33")]
    [TestCase("bytes032")]
    [TestCase("byte")]
    [TestCase("Uint256")]
    [TestCase("address payable", Description = "only a parameter is payable")]
    [TestCase("tuple")]
    [TestCase("tuple[]")]
    [TestCase("(uint256")]
    [TestCase("uint256)")]
    [TestCase("(uint256,)")]
    [TestCase("(,uint256)")]
    [TestCase("(uint256 uint256 a)")]
    [TestCase("(uint256 indexed a)")]
    [TestCase("uint256[")]
    [TestCase("uint256]")]
    [TestCase("uint256[-1]")]
    [TestCase("uint256[01]")]
    [TestCase("uint256[2147483648]")]
    [TestCase("uint256[1e3]")]
    [TestCase("[]")]
    [TestCase("uint256[2147483647]", Description = "more bytes than any data has")]
    [TestCase("uint8[65536][65536]", Description = "more bytes than any data has")]
    public void A_text_that_is_no_type_is_refused(string text) =>
        Assert.That(() => AbiType.Parse(text), Throws.TypeOf<FormatException>());

    [TestCase("fixed")]
    [TestCase("ufixed128x18")]
    [TestCase("fixed8x1[]")]
    public void Fixed_point_numbers_are_refused_with_the_reason(string text) =>
        Assert.That(
            () => AbiType.Parse(text), Throws.TypeOf<FormatException>().With.Message.Contains("fixed-point numbers"));

    [Test]
    public void Nesting_is_bounded()
    {
        string deepest = "uint8" + string.Concat(Enumerable.Repeat("[]", AbiType.MaxDepth));
        string brackets = new('(', 1_000_000);

        Assert.That(AbiType.Parse(deepest).Name, Is.EqualTo(deepest));
        Assert.That(() => AbiType.Parse(deepest + "[]"), Throws.TypeOf<FormatException>());
        Assert.That(() => AbiType.Parse(brackets), Throws.TypeOf<FormatException>());
    }

    [Test]
    public void A_type_built_wrongly_is_refused()
    {
        AbiType element = AbiType.Parse("bool");

        Assert.That(() => new AbiType.Number(12, isSigned: true), Throws.TypeOf<FormatException>());
        Assert.That(() => new AbiType.FixedBytes(33), Throws.TypeOf<FormatException>());
        Assert.That(() => new AbiType.FixedArray(element, -1), Throws.TypeOf<FormatException>());
    }

    [Test]
    public void Any_type_is_read_back_from_its_name() =>
        Holds.ForAll(AbiSamples.AnyType, type => AbiType.Parse(type.Name).Equals(type));

    [Test]
    [Category("Fuzz")]
    public void Hostile_names_are_refused_or_read_back() =>
        Fuzz.Text("ABI type", [.. Holds.Samples(AbiSamples.AnyType).Select(type => type.Name), "function", "uint"], new Allowance(20_000, 400), text =>
        {
            try
            {
                AbiType type = AbiType.Parse(text);
                return Fuzz.AcceptedIf(AbiType.Parse(type.Name).Equals(type));
            }
            catch (FormatException error)
            {
                return Fuzz.RefusedIf(error.Message.Length is > 0 and < 400);
            }
        });

    [Test]
    public void Any_text_of_the_alphabet_of_types_is_read_or_refused() =>
        Holds.ForAll(AbiSamples.AnyTypeText, text =>
        {
            try
            {
                return AbiType.Parse(AbiType.Parse(text).Name) is not null;
            }
            catch (FormatException error)
            {
                return error.Message.Length is > 0 and < 400;
            }
        });
}
