using System.Text;

namespace ChainTips.Ethereum.Abi;

/// <summary>Encodes values of any types as the Solidity ABI specification says and <c>abi.encode</c> does.</summary>
public static class AbiEncoder
{
    /// <summary>Encodes one value per type, as the arguments of a call or the members of a tuple.</summary>
    /// <exception cref="FormatException">
    /// A value is missing, too much, of another kind or out of range; the message says which.
    /// </exception>
    public static byte[] Encode(IReadOnlyList<AbiType> types, IReadOnlyList<AbiValue> values) =>
        Encode([], types, values);

    /// <summary>Encodes behind a prefix, such as a selector.</summary>
    internal static byte[] Encode(
        ReadOnlySpan<byte> prefix, IReadOnlyList<AbiType> types, IReadOnlyList<AbiValue> values)
    {
        AbiType.Tuple arguments = new(types);
        long size = new AbiSizer().SizeOfArguments(arguments, values);
        byte[] encoding = new byte[checked(prefix.Length + size)];
        prefix.CopyTo(encoding);
        AbiTailWriter writer = new(encoding.AsSpan(prefix.Length));
        writer.WriteArguments(arguments, values);
        return encoding;
    }

    /// <summary>Writes values that were found right into a span of exactly their size.</summary>
    private ref struct AbiTailWriter(Span<byte> destination)
    {
        private readonly Span<byte> _destination = destination;
        private int _end;

        public void WriteArguments(AbiType.Tuple arguments, IReadOnlyList<AbiValue> values)
        {
            _end = arguments.ContentSize;
            WriteMembers(arguments.Members, values, start: 0);
        }

        private void WriteMembers(IReadOnlyList<AbiType> types, IReadOnlyList<AbiValue> values, int start)
        {
            int position = start;
            for (int i = 0; i < values.Count; i++)
            {
                position = WriteHead(types[i], values[i], start, position);
            }
        }

        private void WriteElements(AbiType type, IReadOnlyList<AbiValue> values, int start)
        {
            int position = start;
            for (int i = 0; i < values.Count; i++)
            {
                position = WriteHead(type, values[i], start, position);
            }
        }

        private int WriteHead(AbiType type, AbiValue value, int start, int position)
        {
            if (type.IsDynamic)
            {
                AbiWord.WriteLength(_destination[position..], _end - start);
                WriteTail(type, value);
            }
            else
            {
                WriteStatic(type, value, position);
            }

            return position + type.HeadSize;
        }

        private void WriteStatic(AbiType type, AbiValue value, int position)
        {
            switch (type, value)
            {
                case (AbiType.Tuple tuple, AbiValue.List list):
                    WriteMembers(tuple.Members, list.Items, position);
                    break;
                case (AbiType.FixedArray array, AbiValue.List list):
                    WriteElements(array.Element, list.Items, position);
                    break;
                default:
                    AbiWord.Write(_destination.Slice(position, AbiWord.Length), value);
                    break;
            }
        }

        private void WriteTail(AbiType type, AbiValue value)
        {
            int start = _end;
            switch (type, value)
            {
                case (AbiType.Bytes, AbiValue.Bytes bytes):
                    AbiWord.WriteLength(_destination[start..], bytes.Value.Length);
                    bytes.Value.Span.CopyTo(_destination[(start + AbiWord.Length)..]);
                    _end = start + AbiWord.Length + (int)AbiWord.Pad(bytes.Value.Length);
                    break;
                case (AbiType.Text, AbiValue.Text text):
                    int length = Encoding.UTF8.GetBytes(text.Value, _destination[(start + AbiWord.Length)..]);
                    AbiWord.WriteLength(_destination[start..], length);
                    _end = start + AbiWord.Length + (int)AbiWord.Pad(length);
                    break;
                case (AbiType.Array array, AbiValue.List list):
                    AbiWord.WriteLength(_destination[start..], list.Items.Count);
                    _end = start + AbiWord.Length + (array.Element.HeadSize * list.Items.Count);
                    WriteElements(array.Element, list.Items, start + AbiWord.Length);
                    break;
                case (AbiType.FixedArray array, AbiValue.List list):
                    _end = start + array.ContentSize;
                    WriteElements(array.Element, list.Items, start);
                    break;
                case (AbiType.Tuple tuple, AbiValue.List list):
                    _end = start + tuple.ContentSize;
                    WriteMembers(tuple.Members, list.Items, start);
                    break;
            }
        }
    }
}
