using System.Buffers.Binary;
using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;

namespace ChainTips.Storage.Sql;

/// <summary>How values stand in columns: ids and amounts as 16 bytes, big-endian, so that they sort as numbers do.</summary>
internal static class Blob
{
    public static byte[] Of<T>(Id<T> id)
        where T : IIdentified => Of(id.Bits);

    public static byte[] Of(ulong value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        return bytes;
    }

    public static byte[] Of(UInt128 value)
    {
        byte[] bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        return bytes;
    }

    public static byte[] Of(UInt256 value)
    {
        byte[] bytes = new byte[32];
        value.WriteBigEndian(bytes);
        return bytes;
    }

    public static ulong ToUInt64(byte[] bytes) => BinaryPrimitives.ReadUInt64BigEndian(bytes);

    public static UInt128 ToUInt128(byte[] bytes) => BinaryPrimitives.ReadUInt128BigEndian(bytes);

    public static Id<T> ToId<T>(byte[] bytes)
        where T : IIdentified => new(ToUInt128(bytes));

    public static long Of(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    public static DateTimeOffset ToTime(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
