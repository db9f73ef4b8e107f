using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Primitives;
using ChainTips.Testing;

namespace ChainTips.Ethereum.Tests.Abi;

internal sealed class AbiDeclarationTests
{
    private static readonly string[] Declarations =
    [
        "transfer(address to, uint256 amount)", " sam ( bytes a , bool , uint [ ] ) ", "function name() view returns (string memory)",
        "function transfer(address payable to, uint amount) external payable returns (bool ok);",
        "function aggregate3(tuple(address target, bool allowFailure, bytes callData)[] calldata calls)", "f((((uint8[2])[])[3])[])",
    ];

    [TestCase("transfer(address to, uint256 amount)", "transfer(address,uint256)", "0xa9059cbb")]
    [TestCase("transfer(address, uint)", "transfer(address,uint256)", "0xa9059cbb")]
    [TestCase("function transfer(address payable to, uint amount) external payable returns (bool ok);", "transfer(address,uint256)", "0xa9059cbb")]
    [TestCase("function aggregate3(tuple(address target, bool allowFailure, bytes callData)[] calldata calls)",
        "aggregate3((address,bool,bytes)[])", "0x82ad56cb")]
    [TestCase(" sam ( bytes a , bool , uint [ ] ) ", "sam(bytes,bool,uint256[])", "0xa5643bf2")]
    [TestCase("function name() view returns (string memory)", "name()", "0x06fdde03")]
    [TestCase("function decimals() returns(uint8) view", "decimals()", "0x313ce567")]
    public void A_function_is_brought_into_its_canonical_form(string text, string signature, string selector)
    {
        AbiFunction function = AbiFunction.Parse(text);

        Assert.That(function.Signature, Is.EqualTo(signature));
        Assert.That(Hex.Format(function.Selector.Span), Is.EqualTo(selector));
    }

    [Test]
    public void A_function_tells_its_parameters_and_results()
    {
        AbiFunction function = AbiFunction.Parse("function get(uint id, address) view returns (string memory text, bool)");

        Assert.That(function.Name, Is.EqualTo("get"));
        Assert.That(function.Inputs.Select(input => $"{input.Type} {input.Name}"), Is.EqualTo(["uint256 id", "address "]));
        Assert.That(function.Outputs.Select(output => $"{output.Type} {output.Name}"), Is.EqualTo(["string text", "bool "]));
    }

    [Test]
    public void An_answer_is_read_by_the_types_of_the_results()
    {
        AbiFunction function = AbiFunction.Parse("function decimals() view returns (uint8)");

        Assert.That(function.TryDecodeResult(AbiWords.Of("6"), out IReadOnlyList<AbiValue>? values, out _), Is.True);
        Assert.That(values, Is.EqualTo([AbiWords.Number(6)]));
        Assert.That(function.TryDecodeResult(AbiWords.Of("100"), out _, out AbiDecodeFailure failure), Is.False);
        Assert.That(failure, Is.EqualTo(AbiDecodeFailure.IntegerOutOfRange));
        Assert.That(function.TryDecodeResult(Array.Empty<byte>(), out _, out _), Is.False);
    }

    [Test]
    public void A_call_of_another_function_is_refused()
    {
        AbiFunction function = AbiFunction.Parse("transfer(address,uint256)");

        Assert.That(function.TryDecodeCall(Hex.Parse("0xa9059cbc"), out _, out AbiDecodeFailure failure), Is.False);
        Assert.That(failure, Is.EqualTo(AbiDecodeFailure.SignatureMismatch));
        Assert.That(function.TryDecodeCall(Hex.Parse("0xa905"), out _, out _), Is.False);
        Assert.That(function.TryDecodeCall(Hex.Parse("0xa9059cbb"), out _, out failure), Is.False);
        Assert.That(failure, Is.EqualTo(AbiDecodeFailure.HeadTooShort));
    }

    [TestCase("")]
    [TestCase("transfer")]
    [TestCase("(address)")]
    [TestCase("function (address)")]
    [TestCase("transfer(address")]
    [TestCase("transfer address)")]
    [TestCase("transfer(address))")]
    [TestCase("transfer(address)(uint256)")]
    [TestCase("transfer(address,)")]
    [TestCase("transfer(,address)")]
    [TestCase("transfer(address to from)")]
    [TestCase("transfer(adress)")]
    [TestCase("transfer(fixed128x18)")]
    [TestCase("transfer(address indexed to)")]
    [TestCase("1transfer(address)")]
    [TestCase("trans-fer(address)")]
    [TestCase("tränsfer(address)")]
    [TestCase("event Transfer(address)")]
    [TestCase("transfer(address) anonymous")]
    [TestCase("transfer(address) returns (bool) returns (bool)")]
    [TestCase("transfer(address);;")]
    public void A_text_that_is_no_function_is_refused(string text) =>
        Assert.That(() => AbiFunction.Parse(text), Throws.TypeOf<FormatException>());

    [TestCase("event Transfer(address indexed from, address indexed to, uint value)", "Transfer(address,address,uint256)", false)]
    [TestCase("Transfer(address indexed,address indexed,uint256)", "Transfer(address,address,uint256)", false)]
    [TestCase("event Paid(uint) anonymous;", "Paid(uint256)", true)]
    [TestCase("event Four(bool indexed, bool indexed, bool indexed, bool indexed) anonymous", "Four(bool,bool,bool,bool)", true)]
    public void An_event_is_brought_into_its_canonical_form(string text, string signature, bool isAnonymous)
    {
        AbiEvent declared = AbiEvent.Parse(text);

        Assert.That(declared.Signature, Is.EqualTo(signature));
        Assert.That(declared.IsAnonymous, Is.EqualTo(isAnonymous));
        Assert.That(declared.Topic, Is.EqualTo(AbiSignature.Topic(signature)));
    }

    [TestCase("function Transfer(address)")]
    [TestCase("Transfer((address indexed a, uint b))")]
    [TestCase("Transfer(address indexed indexed a)")]
    [TestCase("Transfer(address) view")]
    [TestCase("Transfer(address) returns (bool)")]
    [TestCase("event Four(bool indexed, bool indexed, bool indexed, bool indexed)")]
    [TestCase("event Five(bool indexed, bool indexed, bool indexed, bool indexed, bool indexed) anonymous")]
    public void A_text_that_is_no_event_is_refused(string text) =>
        Assert.That(() => AbiEvent.Parse(text), Throws.TypeOf<FormatException>());

    [Test]
    public void An_error_is_brought_into_its_canonical_form()
    {
        AbiError error = AbiError.Parse("error Panic(uint code)");

        Assert.That(error.Signature, Is.EqualTo("Panic(uint256)"));
        Assert.That(Hex.Format(error.Selector.Span), Is.EqualTo("0x4e487b71"));
        Assert.That(() => AbiError.Parse("event Panic(uint256)"), Throws.TypeOf<FormatException>());
        Assert.That(() => AbiError.Parse("Panic(uint256 indexed)"), Throws.TypeOf<FormatException>());
        Assert.That(() => AbiError.Parse("Panic(uint256) view"), Throws.TypeOf<FormatException>());
    }

    [Test]
    [Category("Fuzz")]
    public void Hostile_declarations_are_refused_or_read_back() =>
        Fuzz.Text("ABI declaration", Declarations, new Allowance(20_000, 400), text =>
        {
            try
            {
                string signature = AbiFunction.Parse(text).Signature;
                return Fuzz.AcceptedIf(AbiFunction.Parse(signature).Signature == signature);
            }
            catch (FormatException error)
            {
                return Fuzz.RefusedIf(error.Message.Length is > 0 and < 400);
            }
        });

    [Test]
    public void Any_text_of_the_alphabet_of_declarations_is_read_or_refused() =>
        Holds.ForAll(AbiSamples.AnyTypeText, text =>
        {
            try
            {
                string signature = AbiFunction.Parse("f" + text).Signature;
                return AbiFunction.Parse(signature).Signature == signature;
            }
            catch (FormatException error)
            {
                return error.Message.Length is > 0 and < 400;
            }
        });
}
