using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Primitives;
using ChainTips.Testing;
using static ChainTips.Ethereum.Tests.Abi.AbiWords;

namespace ChainTips.Ethereum.Tests.Abi;

internal sealed class RevertReasonTests
{
    private static readonly AbiError[] Known =
        [AbiError.Parse("error AmountIsZero(uint256 amount)"), AbiError.Parse("Many(address,string what,(bool,bytes)[])")];

    [Test]
    [Description("Solidity documentation, revert: the encoding of Error(string) with 'Not enough Ether provided.'")]
    public void A_message_is_quoted()
    {
        byte[] data =
        [
            .. Hex.Parse("0x08c379a0"), .. Of("20", "1a", Left("4e6f7420656e6f7567682045746865722070726f76696465642e")),
        ];

        Assert.That(RevertReason.Describe(data), Is.EqualTo("reverted: 'Not enough Ether provided.'"));
    }

    [TestCase("0", "panic 0x00: a check that the compiler inserted failed")]
    [TestCase("1", "panic 0x01: an assertion failed")]
    [TestCase("11", "panic 0x11: arithmetic overflowed or underflowed")]
    [TestCase("12", "panic 0x12: a division by zero")]
    [TestCase("21", "panic 0x21: a value that the enum does not have")]
    [TestCase("22", "panic 0x22: a byte array in storage is wrongly encoded")]
    [TestCase("31", "panic 0x31: pop on an empty array")]
    [TestCase("32", "panic 0x32: an array index out of bounds")]
    [TestCase("41", "panic 0x41: too much memory was allocated")]
    [TestCase("51", "panic 0x51: a call of an internal function that was never set")]
    [TestCase("99", "panic 0x99: a code that Solidity does not define")]
    [TestCase("10000000000000000000000000000000000000001", "panic 0x10000000000000000000000000000000000000001: a code that Solidity does not define")]
    public void A_panic_is_named(string code, string text) =>
        Assert.That(RevertReason.Describe((byte[])[.. Hex.Parse("0x4e487b71"), .. Of(code)]), Is.EqualTo(text));

    [Test]
    public void A_known_error_is_shown_with_its_values()
    {
        byte[] amount = [.. Known[0].Selector.Span, .. Of("0")];
        byte[] many =
        [
            .. Known[1].Selector.Span,
            .. AbiEncoder.Encode(
                Types("address,string,(bool,bytes)[]"),
                [new AbiValue.Account(Address.Zero), Text("it's"), List(List(new AbiValue.Bool(true), Bytes("a")))]),
        ];

        Assert.That(RevertReason.Describe(amount, Known), Is.EqualTo("AmountIsZero(amount: 0)"));
        Assert.That(
            RevertReason.Describe(many, Known),
            Is.EqualTo(@"Many(0x0000000000000000000000000000000000000000, what: 'it\u{27}s', [[true, 0x61]])"));
    }

    [TestCase("0x", "reverted without a reason")]
    [TestCase("0x010203", "reverted with 0x010203, too short for an error")]
    [TestCase("0x01020304", "reverted with unknown or malformed error 0x01020304 in 4 bytes")]
    [TestCase("0x08c379a0ff", "reverted with unknown or malformed error 0x08c379a0 in 5 bytes")]
    [TestCase("0x4e487b71", "reverted with unknown or malformed error 0x4e487b71 in 4 bytes")]
    public void Data_that_says_nothing_is_described(string data, string text) =>
        Assert.That(RevertReason.Describe(Hex.Parse(data), Known), Is.EqualTo(text));

    [Test]
    public void What_does_not_print_is_escaped() =>
        Assert.That(
            RevertReason.Describe(Message("a\r\n\u202eb\u00a0é\u2028\\'\ufeff")),
            Is.EqualTo(@"reverted: 'a\u{d}\u{a}\u{202e}b\u{a0}é\u{2028}\u{5c}\u{27}\u{feff}'"));

    [TestCase("a")]
    [TestCase("😀")]
    [TestCase("\u0000")]
    public void A_long_message_is_cut_between_characters(string character)
    {
        string text = RevertReason.Describe(Message(string.Concat(Enumerable.Repeat(character, 100_000))));

        Assert.That(text, Has.Length.LessThanOrEqualTo(RevertReason.MaxLength).And.Length.GreaterThan(RevertReason.MaxLength - 3));
        Assert.That(text, Does.EndWith("…"));
        Assert.That(char.IsHighSurrogate(text[^2]), Is.False);
    }

    [Test]
    public void Any_data_is_described_within_bounds() =>
        Holds.ForAll(AbiSamples.AnyDamage, damage =>
        {
            AbiError error = AbiError.Parse($"Any({string.Join(',', damage.Arguments.Types.Select(type => type.Name))})");
            byte[] data = [.. error.Selector.Span, .. damage.Encode()];
            string text = RevertReason.Describe(data, [error]);
            return text.Length is > 0 and <= RevertReason.MaxLength && !text.Any(char.IsControl);
        });

    [Test]
    [Category("Fuzz")]
    public void Hostile_data_is_described_within_bounds() =>
        Fuzz.Bytes(
            "revert reason",
            [
                Message("too little"), Message("\u202e\U0001f600"), [.. Hex.Parse("0x4e487b71"), .. Of("11")],
                [.. Known[0].Selector.Span, .. Of("0")],
                [
                    .. Known[1].Selector.Span,
                    .. AbiEncoder.Encode(
                        Types("address,string,(bool,bytes)[]"), [new AbiValue.Account(default), Text("a"), new AbiValue.List([])]),
                ],
            ],
            new Allowance(60_000, 60),
            data =>
            {
                string text = RevertReason.Describe(data, Known);
                bool isBounded = text.Length is > 0 and <= RevertReason.MaxLength && !text.Any(char.IsControl);
                return text.StartsWith("reverted with", StringComparison.Ordinal) ? Fuzz.RefusedIf(isBounded) : Fuzz.AcceptedIf(isBounded);
            });

    private static byte[] Message(string text) =>
        [.. Hex.Parse("0x08c379a0"), .. AbiEncoder.Encode(Types("string"), [Text(text)])];
}
