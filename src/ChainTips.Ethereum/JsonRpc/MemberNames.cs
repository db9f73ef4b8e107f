using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>Finds a member name that stands twice in one object (F31), among the names that are not read.</summary>
/// <remarks>
/// Objects of a list have the same names, so each name is kept once with the number of the object that had it last, and
/// an object after the first costs no memory.
/// </remarks>
internal sealed class MemberNames(string method)
{
    /// <summary>Most bytes of a name as it is written, and so of the scratch to unescape it.</summary>
    public const int MostNameBytes = 256;

    private const int MostNames = 256;

    private readonly Dictionary<byte[], long> _lastObjects = new(new Utf8Comparer());
    private long _object;
    private int _count;

    /// <summary>The next object begins.</summary>
    public void Begin()
    {
        _object++;
        _count = 0;
        if (_lastObjects.Count > MostNames)
        {
            _lastObjects.Clear();
        }
    }

    /// <summary>Refuses a name that this object had already, and an object of too many names.</summary>
    public void Add(ReadOnlySpan<byte> name)
    {
        Dictionary<byte[], long>.AlternateLookup<ReadOnlySpan<byte>> lookup =
            _lastObjects.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (++_count > MostNames)
        {
            throw MalformedResponseException.OfAnswer(method, "has an object of more than 256 members");
        }

        if (lookup.TryGetValue(name, out long last) && last == _object)
        {
            throw Twice(method);
        }

        lookup[name] = _object;
    }

    /// <summary>The exception of a name that stands twice.</summary>
    public static MalformedResponseException Twice(string method) => MalformedResponseException.OfAnswer(
        method, "is not one strict JSON value: a member stands twice in one object");

    /// <summary>The name of the current member without escapes; the memory is the reader's or the scratch's.</summary>
    public static ReadOnlySpan<byte> Unescape(ref Utf8JsonReader reader, byte[] scratch, string method)
    {
        if (reader.ValueSpan.Length > MostNameBytes)
        {
            throw MalformedResponseException.OfAnswer(method, "has a member name of more than 256 bytes");
        }

        if (!reader.ValueIsEscaped)
        {
            return reader.ValueSpan;
        }

        try
        {
            return scratch.AsSpan(0, reader.CopyString(scratch));
        }
        catch (InvalidOperationException exception)
        {
            // Half of a surrogate pair.
            throw MalformedResponseException.OfAnswer(method, "is not one strict JSON value", exception);
        }
    }

    private sealed class Utf8Comparer
        : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            HashCode hash = default;
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
