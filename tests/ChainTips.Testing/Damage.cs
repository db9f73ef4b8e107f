namespace ChainTips.Testing;

/// <summary>Hostile input: random bytes, and sound samples after changes as faults and attackers make them.</summary>
public static class Damage
{
    private const int MaxChanges = 6;
    private const int MaxRandomLength = 300;
    private const int MaxPiece = 40;

    private static readonly byte[] Edges =
        [0, 1, 0x1f, 0x20, 0x21, 0x7f, 0x80, 0x81, 0xb7, 0xb8, 0xbf, 0xc0, 0xf7, 0xf8, 0xff];

    /// <summary>Random bytes one time in ten; else a sample with one change, with up to six, or seldom with none.</summary>
    /// <param name="random">What decides.</param>
    /// <param name="samples">Sound inputs; pieces of one get into another.</param>
    /// <param name="pieces">Bytes that mean something to the decoder, to be put in anywhere.</param>
    public static byte[] Of(SeededRandom random, IReadOnlyList<byte[]> samples, IReadOnlyList<byte[]> pieces)
    {
        if (random.Percent(10))
        {
            return RandomBytes(random, random.Below(MaxRandomLength));
        }

        List<byte> bytes = [.. random.OneOf(samples)];
        for (int changes = random.Percent(50) ? 1 : random.Between(0, MaxChanges); changes > 0; changes--)
        {
            Change(random, bytes, samples, pieces);
        }

        return [.. bytes];
    }

    private static void Change(
        SeededRandom random, List<byte> bytes, IReadOnlyList<byte[]> samples, IReadOnlyList<byte[]> pieces)
    {
        int at = random.Below(bytes.Count + 1);
        int length = Math.Min(random.Between(1, MaxPiece), bytes.Count - at);
        switch (random.Below(10))
        {
            case 0 when length > 0:
                bytes[at] ^= (byte)(1 << random.Below(8));
                break;
            case 1 when length > 0:
                bytes[at] = random.OneOf(Edges);
                break;
            case 2 when length > 0:
                bytes[at] = unchecked((byte)(bytes[at] + random.Between(-2, 2)));
                break;
            case 3:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 4:
                bytes.RemoveRange(at, length);
                break;
            case 5:
                Repeat(random, bytes, at, length);
                break;
            case 6:
                bytes.InsertRange(at, RandomBytes(random, random.Between(1, MaxPiece)));
                break;
            case 7:
                bytes.InsertRange(at, PieceOf(random, random.OneOf(samples)));
                break;
            case 8:
                bytes.RemoveRange(at, bytes.Count - at);
                byte[] other = random.OneOf(samples);
                bytes.AddRange(other.AsSpan(random.Below(other.Length + 1)));
                break;
            default:
                bytes.RemoveRange(at, random.Percent(50) ? length : 0);
                bytes.InsertRange(at, random.OneOf(pieces));
                break;
        }
    }

    /// <summary>A few times, or now and then some hundred times, so that what is not linear shows.</summary>
    private static void Repeat(SeededRandom random, List<byte> bytes, int at, int length)
    {
        byte[] piece = [.. bytes.GetRange(at, length)];
        for (int times = random.Percent(10) ? random.Below(500) : random.Below(4); times > 0; times--)
        {
            bytes.InsertRange(at, piece);
        }
    }

    private static byte[] PieceOf(SeededRandom random, byte[] sample)
    {
        int at = random.Below(sample.Length + 1);
        return sample.AsSpan(at, Math.Min(random.Between(1, MaxPiece), sample.Length - at)).ToArray();
    }

    private static byte[] RandomBytes(SeededRandom random, int length)
    {
        byte[] bytes = new byte[length];
        random.Fill(bytes);
        return bytes;
    }
}
