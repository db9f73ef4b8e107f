using System.Diagnostics.CodeAnalysis;

namespace ChainTips.Ethereum.Rlp;

/// <summary>Bytes, or a list of items: the whole of what the Yellow Paper's appendix B can carry, as a tree.</summary>
public sealed class RlpItem
{
    /// <summary>How many lists may lie in one another when a tree is decoded or encoded.</summary>
    public const int MaxDepth = 512;

    private readonly IReadOnlyList<RlpItem>? _items;
    private readonly ReadOnlyMemory<byte> _bytes;

    /// <summary>Bytes; the memory is not copied.</summary>
    public RlpItem(ReadOnlyMemory<byte> bytes)
    {
        _bytes = bytes;
    }

    /// <summary>A list of items; it is not copied.</summary>
    public RlpItem(IReadOnlyList<RlpItem> items)
    {
        _items = items;
    }

    /// <summary>Whether this is a list.</summary>
    [MemberNotNullWhen(true, nameof(_items))]
    public bool IsList => _items is not null;

    /// <summary>The items of a list; none if this is bytes.</summary>
    public IReadOnlyList<RlpItem> Items => _items ?? [];

    /// <summary>The bytes; none if this is a list.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>Reads exactly one item, or throws <see cref="RlpFormatException"/>.</summary>
    public static RlpItem Decode(ReadOnlyMemory<byte> data) =>
        TryDecode(data, out RlpItem? item, out RlpFailure failure) ? item : throw new RlpFormatException(failure);

    /// <summary>Reads exactly one item; its bytes are slices of the data.</summary>
    /// <remarks>Open lists are kept on a heap stack, so that deep data costs depth and not the thread.</remarks>
    public static bool TryDecode(
        ReadOnlyMemory<byte> data, [NotNullWhen(true)] out RlpItem? item, out RlpFailure failure)
    {
        item = null;
        Stack<OpenList> open = new();
        OpenList current = new(data);
        while (true)
        {
            if (current.Rest.IsEmpty && open.Count > 0)
            {
                RlpItem closed = new(current.Items.ToArray());
                current = open.Pop();
                current.Items.Add(closed);
                continue;
            }

            if (open.Count == 0 && current.Items.Count == 1)
            {
                failure = current.Rest.IsEmpty ? RlpFailure.None : RlpFailure.TrailingBytes;
                item = failure == RlpFailure.None ? current.Items[0] : null;
                return item is not null;
            }

            failure = RlpHeader.Read(current.Rest.Span, out RlpHeader header);
            failure = failure == RlpFailure.None && header.IsList && open.Count == MaxDepth ? RlpFailure.TooDeep : failure;
            if (failure != RlpFailure.None)
            {
                return false;
            }

            ReadOnlyMemory<byte> payload = current.Take(header);
            if (header.IsList)
            {
                open.Push(current);
                current = new OpenList(payload);
            }
            else
            {
                current.Items.Add(new RlpItem(payload));
            }
        }
    }

    /// <summary>The encoding; a tree deeper than <see cref="MaxDepth"/> is an <see cref="RlpFormatException"/>.</summary>
    public byte[] Encode()
    {
        RlpWriter writer = new();
        WriteTo(writer, 0);
        return writer.ToArray();
    }

    private void WriteTo(RlpWriter writer, int depth)
    {
        if (!IsList)
        {
            writer.Write(_bytes.Span);
            return;
        }

        if (depth == MaxDepth)
        {
            throw new RlpFormatException(RlpFailure.TooDeep);
        }

        int start = writer.BeginList();
        foreach (RlpItem item in _items)
        {
            item.WriteTo(writer, depth + 1);
        }

        writer.EndList(start);
    }

    private sealed class OpenList(ReadOnlyMemory<byte> payload)
    {
        public ReadOnlyMemory<byte> Rest { get; private set; } = payload;

        public List<RlpItem> Items { get; } = [];

        public ReadOnlyMemory<byte> Take(RlpHeader header)
        {
            ReadOnlyMemory<byte> taken = Rest.Slice(header.Length, header.PayloadLength);
            Rest = Rest[(header.Length + header.PayloadLength)..];
            return taken;
        }
    }
}
