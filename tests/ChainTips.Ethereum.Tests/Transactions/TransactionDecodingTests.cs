using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Rlp;
using ChainTips.Ethereum.Tests.Crypto;
using ChainTips.Ethereum.Transactions;
using ChainTips.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace ChainTips.Ethereum.Tests.Transactions;

internal sealed class TransactionDecodingTests
{
    private const string Order = "0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";
    private const string AboveHalfOrder = "0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a1";
    private const string ShortDigits = "35353535353535353535353535353535353535";
    private const string ToDigits = ShortDigits + "35";
    private const string To = "0x" + ToDigits;
    private const string LongNumber = "0x01000000000000000000000000000000000000000000000000000000000000000000";

    private static PrivateKey Key => PrivateKey.FromBytes(Enumerable.Repeat((byte)0x46, 32).ToArray());

    /// <summary>Fields of the three types as hex; a list is written as nested RLP after an exclamation mark.</summary>
    private static string[] Legacy => ["0x09", "0x0a", "0x5208", To, "0x01", "0x", "0x25", "0x01", "0x02"];

    private static string[] AccessList => ["0x01", "0x09", "0x0a", "0x5208", To, "0x01", "0x", "!0xc0", "0x", "0x01", "0x02"];

    private static string[] FeeMarket => ["0x01", "0x09", "0x01", "0x0a", "0x5208", To, "0x01", "0x", "!0xc0", "0x01", "0x01", "0x02"];

    private static Gen<Transaction> Transactions =>
        from type in Gen.Choose(0, 2)
        from bytes in Holds.BytesOf(200)
        from dataLength in Gen.Choose(0, 60)
        from keys in Gen.Choose(0, 3)
        select Make(type, bytes, dataLength, keys);

    [Test]
    public void Any_signed_transaction_comes_back_with_its_sender() =>
        Holds.ForAll(
            Transactions,
            transaction =>
            {
                byte[] raw = transaction.Sign(Key).Encode();
                SignedTransaction decoded = SignedTransaction.Decode(raw);
                return decoded.Encode().AsSpan().SequenceEqual(raw)
                    && decoded.Transaction.GetType() == transaction.GetType()
                    && decoded.Transaction.EncodeUnsigned().AsSpan().SequenceEqual(transaction.EncodeUnsigned())
                    && decoded.RecoverSender() == Key.Address;
            },
            Curves.Cost);

    [Test]
    [Category("Fuzz")]
    public void What_is_accepted_of_hostile_bytes_is_their_encoding() =>
        Fuzz.Bytes(
            "transaction", Holds.Samples(Transactions.Select(transaction => transaction.Sign(Key).Encode())), new Allowance(8_000, 20), Judge);

    [TestCase("0x")]
    [TestCase("0x00")]
    [TestCase("0x03c0", Description = "blobs, EIP-4844")]
    [TestCase("0x04c0", Description = "set code, EIP-7702")]
    [TestCase("0x7ec0", Description = "a deposit of the OP stack")]
    [TestCase("0x80")]
    [TestCase("0xb8")]
    public void An_unknown_type_is_refused(string raw) => AssertRefused(Hex.Parse(raw), TransactionFailure.UnknownType);

    [TestCase(0, "0x0000", TransactionFailure.MalformedRlp, Description = "a nonce with leading zeros")]
    [TestCase(0, "0xffffffffffffffff", TransactionFailure.NonceTooLarge, Description = "EIP-2681")]
    [TestCase(0, "0x010000000000000000", TransactionFailure.NonceTooLarge, Description = "EIP-2681")]
    [TestCase(1, LongNumber, TransactionFailure.MalformedRlp, Description = "a gas price of 33 bytes")]
    [TestCase(2, "0x005208", TransactionFailure.MalformedRlp)]
    [TestCase(3, "0x35353535353535353535353535353535353535", TransactionFailure.MalformedRecipient)]
    [TestCase(3, "0x003535353535353535353535353535353535353535", TransactionFailure.MalformedRecipient)]
    [TestCase(3, "!0xc0", TransactionFailure.MalformedRlp)]
    [TestCase(4, LongNumber, TransactionFailure.MalformedRlp)]
    [TestCase(5, "!0xc0", TransactionFailure.MalformedRlp)]
    [TestCase(6, "0x", TransactionFailure.InvalidV)]
    [TestCase(6, "0x1a", TransactionFailure.InvalidV)]
    [TestCase(6, "0x1d", TransactionFailure.InvalidV)]
    [TestCase(6, "0x22", TransactionFailure.InvalidV)]
    [TestCase(6, "0x23", TransactionFailure.InvalidV, Description = "EIP-155 with chain id zero")]
    [TestCase(6, "0x24", TransactionFailure.InvalidV, Description = "EIP-155 with chain id zero")]
    [TestCase(6, "0xffffffffffffffdb", TransactionFailure.ChainIdTooLarge, Description = "EIP-2294")]
    [TestCase(6, "0x01000000000000001c", TransactionFailure.ChainIdTooLarge, Description = "a v that 64 bits would cut to 28")]
    [TestCase(7, "0x", TransactionFailure.SignatureOutOfRange)]
    [TestCase(7, Order, TransactionFailure.SignatureOutOfRange)]
    [TestCase(7, "0x0001", TransactionFailure.MalformedRlp)]
    [TestCase(8, "0x", TransactionFailure.SignatureOutOfRange)]
    [TestCase(8, Order, TransactionFailure.SignatureOutOfRange)]
    [TestCase(8, AboveHalfOrder, TransactionFailure.SignatureMalleable, Description = "EIP-2")]
    public void A_wrong_field_of_a_legacy_transaction_is_refused(int field, string value, TransactionFailure failure) =>
        AssertRefused(Encode(0, With(Legacy, field, value)), failure);

    [TestCase(0, "0x7fffffffffffffdc", TransactionFailure.ChainIdTooLarge, Description = "EIP-2294")]
    [TestCase(0, "0x010000000000000001", TransactionFailure.ChainIdTooLarge)]
    [TestCase(2, "0x0b", TransactionFailure.PriorityFeeAboveFee, Description = "EIP-1559")]
    [TestCase(8, "0x", TransactionFailure.MalformedAccessList, Description = "bytes instead of a list")]
    [TestCase(8, "!0xc101", TransactionFailure.MalformedAccessList, Description = "bytes instead of an entry")]
    [TestCase(8, "!0xc1c0", TransactionFailure.MalformedAccessList, Description = "an empty entry")]
    [TestCase(8, "!0xd7d694" + ToDigits + "80", TransactionFailure.MalformedAccessList, Description = "bytes instead of keys")]
    [TestCase(8, "!0xd6d593" + ShortDigits + "c0", TransactionFailure.MalformedAccessList, Description = "an address of 19 bytes")]
    [TestCase(8, "!0xd8d794" + ToDigits + "c101", TransactionFailure.MalformedAccessList, Description = "a key of one byte")]
    [TestCase(8, "!0xd8d794" + ToDigits + "c001", TransactionFailure.MalformedAccessList, Description = "an entry of three")]
    [TestCase(8, "!0xd7d694" + ToDigits + "c1", TransactionFailure.MalformedAccessList, Description = "keys that end outside their entry")]
    [TestCase(9, "0x02", TransactionFailure.InvalidYParity)]
    [TestCase(9, "0x1b", TransactionFailure.InvalidYParity)]
    [TestCase(9, "0x00", TransactionFailure.MalformedRlp)]
    [TestCase(10, "0x", TransactionFailure.SignatureOutOfRange)]
    [TestCase(11, AboveHalfOrder, TransactionFailure.SignatureMalleable)]
    public void A_wrong_field_of_a_fee_market_transaction_is_refused(int field, string value, TransactionFailure failure) =>
        AssertRefused(Encode(2, With(FeeMarket, field, value)), failure);

    [Test]
    public void The_fields_that_the_refusals_begin_from_are_sound()
    {
        Assert.That(SignedTransaction.Decode(Encode(0, Legacy)).Transaction.ChainId, Is.EqualTo(1));
        Assert.That(SignedTransaction.Decode(Encode(1, AccessList)).Signature.RecoveryId, Is.Zero);
        Assert.That(SignedTransaction.Decode(Encode(2, FeeMarket)).Signature.RecoveryId, Is.EqualTo(1));
        Assert.That(SignedTransaction.Decode(Encode(0, With(Legacy, 3, "0x"))).Transaction.To, Is.Null);
        Assert.That(SignedTransaction.Decode(Encode(0, With(Legacy, 6, "0x1b"))).Transaction.ChainId, Is.Zero);
    }

    [Test]
    public void The_number_of_fields_is_checked()
    {
        AssertRefused(Encode(0, [.. Legacy, "0x"]), TransactionFailure.WrongFieldCount);
        AssertRefused(Encode(0, Legacy[..8]), TransactionFailure.WrongFieldCount);
        AssertRefused(Encode(1, [.. AccessList, "0x"]), TransactionFailure.WrongFieldCount);
        AssertRefused(Encode(2, FeeMarket[..11]), TransactionFailure.WrongFieldCount);
        AssertRefused([0xc0], TransactionFailure.WrongFieldCount);
    }

    [Test]
    public void An_unsigned_transaction_is_refused_as_such()
    {
        AssertRefused(Encode(0, Legacy[..6]), TransactionFailure.NotSigned);
        AssertRefused(Encode(0, [.. Legacy[..6], "0x01", "0x", "0x"]), TransactionFailure.NotSigned);
        AssertRefused(Encode(1, AccessList[..8]), TransactionFailure.NotSigned);
        AssertRefused(Encode(2, FeeMarket[..9]), TransactionFailure.NotSigned);
    }

    [Test]
    public void Bytes_after_the_transaction_are_refused() =>
        AssertRefused([.. Encode(2, FeeMarket), 0], TransactionFailure.MalformedRlp);

    [Test]
    public void A_signature_of_no_key_has_no_sender()
    {
        SignedTransaction signed = SignedTransaction.Decode(Encode(0, With(Legacy, 7, "0x05")));

        Assert.That(signed.TryRecoverSender(out Address sender), Is.False, "5 is the x of no point of the curve");
        Assert.That(sender, Is.EqualTo(Address.Zero));
        Assert.That(() => signed.RecoverSender(), Throws.TypeOf<TransactionFormatException>());
    }

    [Test]
    public void Every_failure_is_described()
    {
        foreach (TransactionFailure failure in Enum.GetValues<TransactionFailure>())
        {
            string words = TransactionFormatException.Describe(failure);
            Assert.That(words.Contains("nothing", StringComparison.Ordinal), Is.EqualTo(failure == TransactionFailure.None));
        }
    }

    private static Verdict Judge(byte[] raw) =>
        SignedTransaction.TryDecode(raw, out SignedTransaction? transaction, out TransactionFailure failure)
            ? Fuzz.AcceptedIf(failure == TransactionFailure.None && transaction.Encode().AsSpan().SequenceEqual(raw))
            : Fuzz.RefusedIf(failure != TransactionFailure.None && transaction is null);

    private static void AssertRefused(byte[] raw, TransactionFailure failure)
    {
        Assert.That(SignedTransaction.TryDecode(raw, out SignedTransaction? transaction, out TransactionFailure found), Is.False);
        Assert.That(found, Is.EqualTo(failure));
        Assert.That(transaction, Is.Null);
        Assert.That(() => SignedTransaction.Decode(raw), Throws.TypeOf<TransactionFormatException>());
    }

    private static string[] With(string[] fields, int index, string value) =>
        [.. fields.Select((field, i) => i == index ? value : field)];

    private static byte[] Encode(byte type, string[] fields)
    {
        RlpWriter writer = new();
        writer.WriteEncoded(type == 0 ? [] : [type]);
        int list = writer.BeginList();
        foreach (string field in fields)
        {
            if (field[0] == '!')
            {
                writer.WriteEncoded(Hex.Parse(field[1..]));
            }
            else
            {
                writer.Write(Hex.Parse(field));
            }
        }

        return writer.EndList(list).ToArray();
    }

    private static Transaction Make(int type, byte[] bytes, int dataLength, int keys)
    {
        UInt256 large = UInt256.FromBigEndian(bytes.AsSpan(0, 1 + (bytes[0] % 32)));
        UInt256 small = UInt256.FromBigEndian(bytes.AsSpan(40, bytes[1] % 12));
        Address? to = bytes[2] < 20 ? null : Address.FromBytes(bytes.AsSpan(60, 20));
        AccessListEntry[] list = [.. Enumerable.Range(0, keys).Select(count =>
            new AccessListEntry(Address.FromBytes(bytes.AsSpan(80 + count, 20)), [.. Enumerable.Repeat(Hash32.FromBytes(bytes.AsSpan(110, 32)), count)]))];
        Transaction transaction = type switch
        {
            0 => new LegacyTransaction { GasPrice = small },
            1 => new AccessListTransaction { GasPrice = small, AccessList = list },
            _ => new FeeMarketTransaction { MaxFeePerGas = large > small ? large : small, MaxPriorityFeePerGas = large > small ? small : large, AccessList = list },
        };
        return transaction with
        {
            ChainId = bytes[3] < 60 ? 0 : BitConverter.ToUInt64(bytes, 150) >> (1 + (bytes[3] % 60)),
            Nonce = BitConverter.ToUInt64(bytes, 160) >> (1 + (bytes[4] % 63)),
            GasLimit = small,
            To = to,
            Value = large,
            Data = bytes.AsMemory(100, dataLength),
        };
    }
}
