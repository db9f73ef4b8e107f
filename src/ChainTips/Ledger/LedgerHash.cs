using System.Buffers.Binary;
using System.Security.Cryptography;
using ChainTips.Ethereum.Primitives;
using ChainTips.Matching;
using ChainTips.Tips;

namespace ChainTips.Ledger;

/// <summary>
/// Chains the settled entries of a token through a contract: each hash covers its entry and the hash before it, so that no row
/// can be altered, taken out or put between without every later hash being another.
/// </summary>
/// <remarks>
/// Only what the chain says and what it was matched to is hashed, in the order of block, transaction and position, and no time
/// of ours: whoever reads the same chain with the same posts and requests arrives at the same hash. A token that is allowed
/// later begins a chain of its own, so that its history can be read later too.
/// </remarks>
public static class LedgerHash
{
    private const int FactsLength = (8 * 3) + (32 * 4) + (4 * 3) + (20 * 3) + (16 * 3) + 4 + 4;
    private const int MovementLength = 4 + 20 + 4 + 20 + 16;

    /// <summary>The hash before the first entry.</summary>
    public static Hash32 Start(ulong chainId, Address contract, Address token)
    {
        Span<byte> bytes = stackalloc byte[8 + 20 + 20];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, chainId);
        contract.CopyTo(bytes[8..]);
        token.CopyTo(bytes[28..]);
        return Hash(bytes);
    }

    /// <summary>The hash after an entry is settled.</summary>
    /// <param name="previous">The hash before it.</param>
    /// <param name="entry">The entry.</param>
    public static Hash32 Next(Hash32 previous, in JournalEntry entry)
    {
        Tip tip = entry.Payment.Tip;
        PaymentSubject subject = entry.Payment.Subject;
        int othersLength = entry.Payment.Others > 0 ? 4 : 0;
        Span<byte> bytes = stackalloc byte[32 + FactsLength + (MovementLength * (1 + entry.Further.Count)) + othersLength];
        SpanWriter writer = new(bytes);
        writer.Write(previous);
        writer.Write(tip.Location.ChainId);
        writer.Write(tip.Block.Number.Value);
        writer.Write((ulong)tip.Timestamp.ToUnixTimeMilliseconds());
        writer.Write(tip.Block.Hash);
        writer.Write(tip.Block.ParentHash);
        writer.Write(tip.Location.TransactionHash);
        writer.Write(subject.Reference.Value);
        writer.Write(tip.TransactionIndex);
        writer.Write(tip.Location.Position);
        writer.Write(tip.TransferPosition);
        writer.Write(tip.Router);
        writer.Write(tip.Payer);
        writer.Write(tip.Amount.Token.Address);
        writer.Write(entry.Payment.Id.Bits);
        writer.Write(subject.PlatformId.Bits);
        writer.Write(subject.CreatorId.Bits);
        writer.Write((int)entry.Payment.Rung);
        writer.Write((int)entry.Payment.Kind);
        writer.Write(entry.Movement);
        foreach (Movement movement in entry.Further)
        {
            writer.Write(movement);
        }

        if (othersLength > 0)
        {
            writer.Write(entry.Payment.Others);
        }

        return Hash(bytes);
    }

    /// <summary>Covers an entry's hash and our own times of it, so that an altered time shows too, though it is no part of the chain of hashes.</summary>
    /// <param name="hash">The entry's hash.</param>
    /// <param name="recordedAt">When the gateway recorded it.</param>
    /// <param name="settledAt">When the gateway settled it.</param>
    public static ulong Seal(Hash32 hash, DateTimeOffset recordedAt, DateTimeOffset settledAt)
    {
        Span<byte> bytes = stackalloc byte[32 + 8 + 8];
        SpanWriter writer = new(bytes);
        writer.Write(hash);
        writer.Write((ulong)recordedAt.ToUnixTimeMilliseconds());
        writer.Write((ulong)settledAt.ToUnixTimeMilliseconds());
        Span<byte> digest = stackalloc byte[32];
        SHA256.HashData(bytes, digest);
        return BinaryPrimitives.ReadUInt64BigEndian(digest);
    }

    /// <summary>One hash for all the books of a blockchain, whatever the order in which its tokens were added.</summary>
    /// <param name="heads">The newest hash of each contract and token.</param>
    public static Hash32 Combine(IEnumerable<LedgerHead> heads)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (LedgerHead head in heads.OrderBy(head => head.Contract).ThenBy(head => head.Token))
        {
            hash.AppendData(head.Hash.ToArray());
        }

        return Hash32.FromBytes(hash.GetHashAndReset());
    }

    private static Hash32 Hash(ReadOnlySpan<byte> bytes)
    {
        Span<byte> digest = stackalloc byte[32];
        SHA256.HashData(bytes, digest);
        return Hash32.FromBytes(digest);
    }

    /// <summary>Writes values one behind the other, numbers big-endian.</summary>
    private ref struct SpanWriter(Span<byte> rest)
    {
        private Span<byte> _rest = rest;

        public void Write(int value) => BinaryPrimitives.WriteInt32BigEndian(Take(4), value);

        public void Write(ulong value) => BinaryPrimitives.WriteUInt64BigEndian(Take(8), value);

        public void Write(UInt128 value) => BinaryPrimitives.WriteUInt128BigEndian(Take(16), value);

        public void Write(Address value) => value.CopyTo(Take(20));

        public void Write(Hash32 value) => value.CopyTo(Take(32));

        public void Write(in Movement movement)
        {
            Write((int)movement.Debit.Kind);
            Write(movement.Debit.Holder);
            Write((int)movement.Credit.Kind);
            Write(movement.Credit.Holder);
            Write(movement.Amount.BaseUnits);
        }

        private Span<byte> Take(int length)
        {
            Span<byte> taken = _rest[..length];
            _rest = _rest[length..];
            return taken;
        }
    }
}
